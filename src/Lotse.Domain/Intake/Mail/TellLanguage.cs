namespace Lotse.Domain.Intake.Mail;

/// <summary>The language of a text by its script and its small words. A few kilobytes of words instead of the hundred megabytes of a statistical model:
/// letters to a desk are full of small words, and a wrong guess costs less than the memory.</summary>
public static class TellLanguage
{
    private const int Looked = 400;

    private const int LongestWord = 16;

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["de"] = "der die das und ich ist nicht sie wir mit für auf ein eine einen den dem es im zu von bei habe haben hat sind wird werden bitte vielen dank danke "
            + "grüße grüßen freundlichen hallo sehr geehrte geehrter mein meine meinen ihr ihre ihnen uns auch noch wie wenn kann können aber oder als am zum zur guten tag "
            + "mehr nach schon jetzt geht liebe viele dass daß über mich mir nur was sich keine kein",
        ["en"] = "the and to of is in that it you for i not with this have on be your my we are was please thanks thank hello hi dear regards can will but from "
            + "would if there has do me what at as an or just our been they which when how don't i'm it's",
        ["fr"] = "le la les des et je vous nous est un une pour que pas avec dans sur ce cette mon ma mes votre vos notre bonjour merci cordialement du au aux qui ne "
            + "il elle sont avoir être j'ai c'est plus par si mais ou son",
        ["es"] = "el la los las y que de en un una para por con no es mi su se lo hola gracias saludos del al como más pero este esta tengo está estoy muy usted ustedes "
            + "nos me te sin sobre ha he cuando",
        ["it"] = "il la i gli le di che e è un una per con non mi si del della dei grazie buongiorno saluti cordiali ho sono questo questa nel alla da come più ma anche "
            + "vi ci suo mio lo",
        ["nl"] = "de het een en van ik is niet voor met op aan dat u wij te zijn heb hebben wordt kunt graag bedankt dank groeten vriendelijke hallo beste maar ook naar "
            + "mijn uw er om bij als dit deze",
        ["pt"] = "o a os as e de que não um uma para por com em do da dos das no na é eu meu minha você obrigado obrigada olá bom dia cumprimentos está isso mais como se "
            + "ao são mas foi",
        ["pl"] = "i w na nie się z do że to jest proszę dziękuję dzień dobry witam pozdrawiam mam o jak ale po za od przez moje mój pan pani są czy już tylko",
        ["cs"] = "a je se na v že to s z do ne jsem děkuji dobrý den prosím o pro jak ale po za by které který mám jste nebo už také",
        ["sv"] = "och att det är jag inte på för med en ett av den till har vi ni du som hej tack hälsningar om men kan från så",
        ["da"] = "og at det er jeg ikke på for med en et af den til har vi de du som hej tak hilsen om men kan fra så venlig",
        ["tr"] = "ve bir bu için ile de da ben siz çok var yok merhaba teşekkürler ama gibi ne olarak",
    };

    private static readonly string[] Languages = [.. Words.Keys];

    /// <summary>Which languages each small word belongs to, as indexes.</summary>
    private static readonly (string Word, int[] Languages)[] Votes = [.. Languages
        .SelectMany((language, index) => Words[language].Split(' ').Distinct(StringComparer.Ordinal).Select(word => (Word: word, Index: index)))
        .GroupBy(w => w.Word, StringComparer.Ordinal).Select(g => (g.Key, g.Select(w => w.Index).ToArray()))];

    /// <summary>Where in <see cref="Votes"/> a word stands, less one, by its hash: a text is made of words, and a dictionary costs more for each than reading its letters.
    /// Words of the same hash follow each other.</summary>
    private static readonly ushort[] Places = Placed();

    private static ushort[] Placed()
    {
        var places = new ushort[4096];
        for (var vote = 0; vote < Votes.Length; vote++)
        {
            var hash = 0u;
            foreach (var c in Votes[vote].Word) hash = Hashed(hash, c);
            var at = Place(hash);
            while (places[at] != 0) at = (at + 1) % places.Length;
            places[at] = (ushort)(vote + 1);
        }
        return places;
    }

    /// <summary>In lower case; NUL where it is part of no word.</summary>
    private static char Letter(char c)
    {
        if ((uint)((c | 0x20) - 'a') <= 'z' - 'a') return (char)(c | 0x20);
        if (c is '\'' or '’') return c;
        return c >= 0x80 && char.IsLetter(c) ? char.ToLowerInvariant(c) : '\0';
    }

    private static uint Hashed(uint hash, char c) => (hash * 31) + c;

    private static int Place(uint hash) => (int)((hash * 0x9E3779B1) >> 20);

    private static int[]? LanguagesOf(ReadOnlySpan<char> word, uint hash)
    {
        for (var at = Place(hash); Places[at] != 0; at = (at + 1) % Places.Length)
        {
            var (known, languages) = Votes[Places[at] - 1];
            if (word.SequenceEqual(known)) return languages;
        }
        return null;
    }

    /// <summary>ISO 639-1, or null where the text is too short or says nothing.</summary>
    public static string? Of(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, Looked));
        return ByScript(start) ?? ByWords(start);
    }

    private static string? ByScript(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyExceptInRange('\0', '\u036f') < 0) return null;
        int latin = 0, cyrillic = 0, ukrainian = 0, kana = 0, han = 0, hangul = 0, greek = 0, hebrew = 0, arabic = 0, thai = 0;
        foreach (var c in text)
        {
            if (c < 0x250) latin += char.IsLetter(c) ? 1 : 0;
            else if (c is >= '\u0370' and < '\u0400') greek++;
            else if (c is >= '\u0400' and < '\u0530') { cyrillic++; ukrainian += c is 'і' or 'ї' or 'є' or 'ґ' ? 1 : 0; }
            else if (c is >= '\u0590' and < '\u0600') hebrew++;
            else if (c is >= '\u0600' and < '\u0700') arabic++;
            else if (c is >= '\u0e00' and < '\u0e80') thai++;
            else if (c is >= '\u3040' and < '\u3100') kana++;
            else if (c is >= '\u4e00' and < '\ua000') han++;
            else if (c is >= '\uac00' and < '\ud7b0') hangul++;
        }
        var other = cyrillic + kana + han + hangul + greek + hebrew + arabic + thai;
        if (other < 6 || other * 2 < latin) return null;
        if (kana * 10 > han + kana && kana > 1) return "ja";
        var (language, count) = ("ru", cyrillic);
        foreach (var (word, many) in (ReadOnlySpan<(string, int)>)[("zh", han), ("ko", hangul), ("el", greek), ("he", hebrew), ("ar", arabic), ("th", thai)])
        {
            if (many > count) (language, count) = (word, many);
        }
        return language == "ru" && ukrainian * 50 > cyrillic ? "uk" : language;
    }

    private static string? ByWords(ReadOnlySpan<char> text)
    {
        Span<float> points = stackalloc float[Languages.Length];
        Span<char> lower = stackalloc char[LongestWord];
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            var hash = 0u;
            for (; at < text.Length; at++)
            {
                var c = Letter(text[at]);
                if (c == 0) break;
                if (at - start >= LongestWord) continue;
                lower[at - start] = c;
                hash = Hashed(hash, c);
            }
            var length = at - start;
            at++;
            if (length is 0 or > LongestWord || LanguagesOf(lower[..length], hash) is not { } languages) continue;
            foreach (var language in languages) points[language] += 1f / languages.Length;
        }
        var best = 0;
        for (var i = 1; i < points.Length; i++) if (points[i] > points[best]) best = i;
        var second = 0f;
        for (var i = 0; i < points.Length; i++) if (i != best) second = Math.Max(second, points[i]);
        return points[best] >= 1 && points[best] > second * 1.2f ? Languages[best] : null;
    }
}
