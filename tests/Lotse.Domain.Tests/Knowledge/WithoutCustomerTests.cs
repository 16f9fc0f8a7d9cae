using CsCheck;
using Lotse.Domain.Knowledge;
using Xunit;

namespace Lotse.Domain.Tests.Knowledge;

public class WithoutCustomerTests
{
    [Fact]
    public void Names_become_variables_and_the_rest_is_left_out()
    {
        const string said = "Guten Tag Herr Hahn,\nIhr Konto jonas.hahn@Beispiel.example (Kunde 2081-7734, Tel. +49 40 301 91 234) ist frei. Jonas Hahn braucht nur den Hahnenfuß, Version 12.\nDE12 5001 0517 0648 4898 90, auch an chef@firma.example";

        Assert.Equal(
            "Guten Tag Herr {{ contact.last_name }},\nIhr Konto {{ contact.address }} (Kunde …, Tel. …) ist frei. {{ contact.name }} braucht nur den Hahnenfuß, Version 12.\n…, auch an …",
            WithoutCustomer.Of(said, "Jonas Hahn", ["jonas.hahn@beispiel.example"]));
        Assert.Equal("… braucht Hilfe, …", WithoutCustomer.Of("Jonas Hahn braucht Hilfe, hahn", "Jonas Hahn", [], variables: false));
        Assert.Equal("Ganz ohne Namen.", WithoutCustomer.Of("Ganz ohne Namen.", null, []));
    }

    private static readonly string[] s_first = ["Jonas", "Ana Maria", "Ö.", "Mc-Kay"], s_last = ["Hahn", "de Souza", "Reuß", "O'Neil"], s_between = [" ", ", ", "\n", "(", ") ", "-", "'s ", " 12 ", "x ", ": "];

    /// <summary>Whatever is written around them: no name, no address and no long number is left as it was.</summary>
    [Fact]
    public void Nothing_of_the_customer_is_left() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 9].List[8, 8], Gen.Int[0, 3].List[1, 8]).Sample((first, last, between, parts) =>
    {
        const string address = "kim@kunde.example", phone = "+49 40 301912";
        var name = $"{s_first[first]} {s_last[last]}";
        var text = string.Concat(parts.Select((part, n) => $"{s_between[between[n]]}{(part switch { 0 => name, 1 => s_last[last], 2 => address, _ => phone })} "));
        var made = WithoutCustomer.Of(text, name, [address]);

        foreach (var gone in (string[])[name, address, "301912"]) Assert.DoesNotContain(gone, made, StringComparison.OrdinalIgnoreCase);
    }, iter: 3_000);
}
