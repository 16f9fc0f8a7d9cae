using Lotse.Domain.Contacts;
using Xunit;

namespace Lotse.Domain.Tests.Contacts;

public sealed class EditContactTests
{
    [Fact]
    public void Takes_what_is_left_out_or_empty() => Assert.Null(new EditContact(Language: "", Organisation: "").Check());

    [Fact]
    public void Says_what_is_too_long_or_unknown()
    {
        Assert.Equal("name", new EditContact(Name: new string('a', 201)).Check()?.About);
        Assert.Equal("organisation", new EditContact(Organisation: new string('a', 201)).Check()?.About);
        Assert.Equal("notes", new EditContact(Notes: new string('a', 5001)).Check()?.About);
        Assert.Equal("language", new EditContact(Language: "fr").Check()?.About);
    }
}
