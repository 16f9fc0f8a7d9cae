using System.Net;
using System.Net.Http.Json;
using Lotse.Domain.Tickets;
using Lotse.Rules;
using Lotse.Tests.Desk;

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

    public static async Task<HttpStatusCode> PutAsync(this ApiClient api, string path, object body)
    {
        using var answer = await api.SendAsync(HttpMethod.Put, path, JsonContent.Create(body, body.GetType(), options: ApiClient.Json));
        return answer.StatusCode;
    }
}
