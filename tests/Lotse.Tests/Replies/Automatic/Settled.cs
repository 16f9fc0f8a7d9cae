using System.Globalization;
using System.Net;
using Lotse.Adapters.Database.Rows;
using Lotse.Tests.Desk;
using Lotse.Tests.Staff;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tests.Replies.Automatic;

/// <summary>What tests of automatic mail ask of a desk.</summary>
internal static class Settled
{
    public static async Task<Visitor> SignedInAsync(this RunningDesk desk)
    {
        var visitor = new Visitor(desk.Url);
        var answer = await visitor.PostAsync("/sign-in", ("email", RunningDesk.Admin), ("password", "a plain long sentence"));
        return answer.StatusCode == HttpStatusCode.SeeOther ? visitor : throw new InvalidOperationException($"Not let in: {answer.StatusCode}");
    }

    /// <summary>Switches acknowledgements on, on the page for it.</summary>
    public static async Task AcknowledgeAsync(this RunningDesk desk, string community = RunningDesk.Community, string german = "", string english = "")
    {
        var id = await desk.LookAsync(d => d.Communities.Where(c => c.Name == community).Select(c => c.Id).SingleAsync());
        using var admin = await desk.SignedInAsync();
        var answer = await admin.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/acknowledgements/{id}"), ("on", "1"), ("german", german), ("english", english));
        if (answer.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"Not switched on: {answer.StatusCode}");
    }

    /// <summary>All mail has found its place, and what was to leave has left.</summary>
    public static async Task QuietAsync(this RunningDesk desk)
    {
        await desk.SettledAsync();
        await Wait.UntilAsync(async () => await desk.LookAsync(async d => !await d.Outbox.AnyAsync(o => o.Step == OutboxStep.Waiting)), "the outbox is empty");
    }

    /// <summary>Everything that has left by the folder, oldest first.</summary>
    public static IReadOnlyList<string> Outgoing(this RunningDesk desk) =>
        Directory.Exists(Path.Combine(desk.Folder, "outgoing")) ? [.. Directory.GetFiles(Path.Combine(desk.Folder, "outgoing"), "*.eml").Order(StringComparer.Ordinal)] : [];

    /// <summary>Why the ticket's mail was not acknowledged; null where it was, or nobody asked.</summary>
    public static async Task<string?> WithheldAsync(this RunningDesk desk, long number) =>
        (await desk.Api.HistoryAsync(number)).Where(fact => fact.Kind == "acknowledgementWithheld").Select(fact => fact.Data.GetProperty("why").GetString()).SingleOrDefault();
}
