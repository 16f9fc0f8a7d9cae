using System.Globalization;
using Lotse.Domain.Routing;
using Lotse.Tickets.Reading;
using Lotse.Ui.Language;

namespace Lotse.Tickets.Responsible;

/// <summary>Why a ticket went to somebody, in one sentence.</summary>
public static class RoutedSentence
{
    /// <summary>So many people who are not there are named.</summary>
    private const int Named = 3;

    public static string Of(Texts t, Moments moments, Reading.TicketRouted routed)
    {
        var parts = routed.NotThere.Take(Named).Select(one => NotThere(t, moments, one)).Append(Ending(t, routed));
        return $"{Head(t, routed)}: {string.Join(", ", parts)}.";
    }

    public static string Of(Texts t, CategoryTold told, string? by) => told switch
    {
        { To: null } => t["event.category.gone", ("by", by ?? t["event.desk"]), ("kind", Kind(t, told.Kind))],
        { Because: TicketClassified.ByWords } => t["event.category.words", ("kind", Kind(t, told.Kind)), ("to", told.To), ("word", told.Word ?? "")],
        { Because: TicketClassified.ByMailbox } => t["event.category.mailbox", ("kind", Kind(t, told.Kind)), ("to", told.To)],
        { Because: TicketClassified.ByLearning } => t["event.category.learned", ("kind", Kind(t, told.Kind)), ("to", told.To), ("why", Learned(t, told.Corrections ?? 0, told.Word ?? ""))],
        { Because: TicketClassified.ByRule } => t["event.category.rule", ("kind", Kind(t, told.Kind)), ("to", told.To), ("rule", told.Word ?? "")],
        { Because: TicketClassified.ByResponsibility } => t["event.category.responsibility", ("kind", Kind(t, told.Kind)), ("to", told.To)],
        _ => t["event.category.agent", ("by", by ?? t["event.desk"]), ("kind", Kind(t, told.Kind)), ("to", told.To)],
    };

    public static string Of(Texts t, QueueDealt dealt) => dealt switch
    {
        { From: { } from, To: { } to } => t["event.dealt.on", ("team", dealt.Team), ("from", from), ("to", to)],
        { From: { } from } => t["event.dealt.back", ("team", dealt.Team), ("from", from)],
        { Because: nameof(DistributionKind.LeastLoaded) } => t["event.dealt.leastLoaded", ("team", dealt.Team), ("to", dealt.To ?? "?")],
        _ => t["event.dealt.inTurn", ("team", dealt.Team), ("to", dealt.To ?? "?")],
    };

    /// <summary>Why it has what it has, as half a sentence.</summary>
    public static string Because(Texts t, CategoryTold told, string? by) => told.Because switch
    {
        TicketClassified.ByWords => t["category.because.words", ("word", told.Word ?? "")],
        TicketClassified.ByMailbox => t["category.because.mailbox"],
        TicketClassified.ByResponsibility => t["category.because.responsibility"],
        TicketClassified.ByLearning => Learned(t, told.Corrections ?? 0, told.Word ?? ""),
        TicketClassified.ByRule => t["category.because.rule", ("rule", told.Word ?? "")],
        _ => t["category.because.agent", ("by", by ?? t["event.desk"])],
    };

    /// <summary>From how many corrections, and by which words.</summary>
    public static string Learned(Texts t, int corrections, string words) => t.Count("category.because.learned", corrections, ("words", words));

    public static string Kind(Texts t, CategoryKind kind) => kind switch { CategoryKind.Product => t["category.product"], CategoryKind.Topic => t["category.topic"], _ => t["category.supportGroup"] };

    /// <summary>What a row is for, in words.</summary>
    /// <param name="about">Pieces with <see cref="RoutedEvents.Between"/> between them.</param>
    public static string About(Texts t, string about) => about.Length == 0 ? t["responsible.everything"] : string.Join(", ", about.Split(RoutedEvents.Between).Select(one => one switch
    {
        "language:de" => t["language.de"],
        "language:en" => t["language.en"],
        _ when one.StartsWith("language:", StringComparison.Ordinal) => one["language:".Length..],
        _ when one.StartsWith("level:", StringComparison.Ordinal) => Words.Level(t, int.Parse(one.AsSpan("level:".Length), CultureInfo.InvariantCulture)),
        _ => one,
    }));

    private static string Head(Texts t, Reading.TicketRouted routed) => routed switch
    {
        { RowId: not null } => About(t, routed.About),
        { Occasion: Domain.Routing.TicketRouted.CustomerWrote } => t["responsible.because.wrote"],
        _ => t["responsible.because.absence"],
    };

    private static string NotThere(Texts t, Moments moments, NotThere one) => one switch
    {
        { MayNot: true } => t["responsible.mayNot", ("name", one.Name)],
        { Until: { } until } => t["responsible.awayUntil", ("name", one.Name), ("time", moments.Day(until))],
        _ => t["responsible.away", ("name", one.Name)],
    };

    private static string Ending(Texts t, Reading.TicketRouted routed) => routed.Because switch
    {
        RoutedBecause.Responsible => t["responsible.is", ("to", routed.To ?? "?")],
        RoutedBecause.NextInList => t["responsible.next", ("to", routed.To ?? "?")],
        RoutedBecause.Deputy => t["responsible.deputy", ("to", routed.To ?? "?"), ("for", routed.For ?? "?")],
        RoutedBecause.DeputyOfDeputy => t["responsible.deputyOfDeputy", ("to", routed.To ?? "?"), ("for", routed.For ?? "?")],
        RoutedBecause.Team => t["responsible.team", ("team", routed.Team ?? "?")],
        _ => t["responsible.nobody"],
    };
}
