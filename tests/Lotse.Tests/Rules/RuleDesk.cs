using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Tests.Desk;
using Microsoft.EntityFrameworkCore;

namespace Lotse.Tests.Rules;

/// <summary>What tests of rules want of a desk.</summary>
internal static class RuleDesk
{
    public static async Task<RuleJson> RuleAsync(this ApiClient api, WriteRuleJson rule)
    {
        var made = await ApiClient.ReadAsync<RuleJson>(await api.PostAsync("/rules", rule));
        return made;
    }

    /// <summary>A rule that puts a tag on.</summary>
    public static Task<RuleJson> TagRuleAsync(this ApiClient api, string name, string tag, string when, string? condition = null, bool stopAfter = false) =>
        api.RuleAsync(new WriteRuleJson(name, When: [when], Condition: condition, Steps: new TicketSteps { AddTags = [tag] }, StopAfter: stopAfter));

    public static Task<RuleLogJson> RunsAsync(this ApiClient api, RuleJson rule) => api.ReadAsync<RuleLogJson>($"/rules/{rule.Id}/runs");

    public static async Task<string> TagsAsync(this ApiClient api, long number) => string.Join(' ', (await api.TicketAsync(number)).Tags.Order(StringComparer.Ordinal));

    /// <summary>A step that no door lets in, and that fails whenever it is taken.</summary>
    public static async Task BreakAsync(this RunningDesk desk, RuleJson rule)
    {
        var id = long.Parse(rule.Id, CultureInfo.InvariantCulture);
        await desk.LookAsync(d => d.Rules.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Steps, """{"snoozeHours":2147483647,"addTags":[],"removeTags":[]}""")));
        await desk.Api.TagRuleAsync("Anders", "anders", "levelChanged"); // Rules are read anew.
        await desk.RuledAsync();
    }

    public static async Task<HttpStatusCode> PutAsync(this ApiClient api, string path, object body)
    {
        using var answer = await api.SendAsync(HttpMethod.Put, path, JsonContent.Create(body, body.GetType(), options: ApiClient.Json));
        return answer.StatusCode;
    }
}
