using System.Globalization;
using System.Net;
using Lotse.Tests.Staff;
using Lotse.Tests.Tickets.Pages;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tests.Knowledge.Articles;

/// <summary>What tests of help pages do again and again, by the same doors as staff and as customers.</summary>
internal static class HelpDesk
{
    /// <summary>Somebody who has never been here.</summary>
    public static Visitor Customer(this PagesDesk desk) => new(desk.Url);

    /// <param name="head">title-de and so on.</param>
    /// <returns>The article's id.</returns>
    public static async Task<long> PublishAsync(this PagesDesk desk, Visitor agent, long block, long community, params (string, string)[] head)
    {
        var answer = await agent.PostAsync("/articles", [.. Fields(block, community, "publish"), .. head]);
        if (answer.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return long.Parse(answer.Headers.Location!.ToString().Split('/')[^1], CultureInfo.InvariantCulture);
    }

    public static (string, string)[] Fields(long block, long community, string then) => [("block", $"{block}"), ("community", $"{community}"), ("language", "de"), ("language", "en"), ("then", then)];

    /// <summary>A German and an English one about passwords.</summary>
    public static async Task<(long Article, long Block, long Community)> PasswordsAsync(this PagesDesk desk, Visitor ada)
    {
        var community = await desk.CommunityAsync();
        var block = await desk.MakeBlockAsync(ada, "Passwort vergessen", "pw", "<h1>So geht es</h1><div>Bei {{ community.name }} klicken Sie auf „Passwort vergessen“.</div>", "<div>At {{ community.name }} click on “Forgotten password”.</div>", community);
        return (await desk.PublishAsync(ada, block, community, ("title-de", "Passwort zurücksetzen"), ("section-de", "Zugang"), ("lead-de", "In zwei Minuten wieder drin."), ("title-en", "Reset your password"), ("section-en", "Access")), block, community);
    }

    public static async Task<string> ReadAsync(this HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
