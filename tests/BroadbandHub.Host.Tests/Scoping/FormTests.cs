using System.Net;
using System.Text.RegularExpressions;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>Every form of every page, as those see it who may: it is taken only from the page itself, in the hands of whom it was made for.</summary>
public sealed partial class FormTests
{
    private const string Token = "__RequestVerificationToken";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly HttpStatusCode[] Refusals = [HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.NotFound];

    [Fact]
    public async Task A_form_is_refused_without_its_token_and_with_somebody_elses_and_from_those_who_may_not_see_it()
    {
        await using var world = await World.MakeAsync(Engine.Sqlite);
        var strangersToken = TokenOf(Forms(await ReadAsync(world, Who.Stranger, "/account/password")).First(f => f.Fields.ContainsKey(Token)));
        var faults = new List<string>();
        var forms = 0;
        foreach (var sample in ScopingTests.Samples.Where(s => s.Method == "PAGE"))
        {
            var path = await world.FillAsync(sample.Path);
            var who = sample.Owners.FirstOrDefault(Who.Anonymous);
            foreach (var form in Forms(await ReadAsync(world, who, path)))
            {
                forms++;
                var to = form.Action ?? path;
                var without = form.Fields.Where(f => f.Key != Token).ToDictionary();
                await ExpectAsync($"{who} at {sample.Endpoint}, {form.Name}, without a token", HttpStatusCode.BadRequest, who, to, without);
                await ExpectAsync($"{who} at {sample.Endpoint}, {form.Name}, with a stranger's token", HttpStatusCode.BadRequest, who, to, new(without) { [Token] = strangersToken });
                if (form.Action is null && sample.Owners.Length > 0 && !sample.Owners.Concat(sample.Peers).Contains(Who.Stranger))
                {
                    await ExpectAsync($"A stranger at {sample.Endpoint}, {form.Name}", null, Who.Stranger, to, new(without) { [Token] = strangersToken });
                }
            }
        }

        Assert.True(forms > 100, $"Only {forms} forms were found.");
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        async Task ExpectAsync(string what, HttpStatusCode? wanted, Who who, string to, Dictionary<string, string> fields)
        {
            using var answer = await world.As(who).PostAsync(to, new FormUrlEncodedContent(fields), Cancel);
            if (wanted is { } exactly ? answer.StatusCode != exactly : !Refusals.Contains(answer.StatusCode))
            {
                faults.Add($"{what}: {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }
    }

    private sealed record Form(string Name, string? Action, Dictionary<string, string> Fields);

    private static string TokenOf(Form form) => form.Fields[Token];

    private static async Task<string> ReadAsync(World world, Who who, string path)
    {
        using var answer = await world.As(who).GetAsync(path, Cancel);
        Assert.True(who == Who.Anonymous || answer.IsSuccessStatusCode, $"{who} gets {(int)answer.StatusCode} at {path}: there is no form to send.");
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static IEnumerable<Form> Forms(string page) =>
        from match in FormTag().Matches(page)
        let head = match.Groups[1].Value
        where head.Contains("method=\"post\"", StringComparison.OrdinalIgnoreCase)
        let fields = HiddenInput().Matches(match.Value).DistinctBy(f => f.Groups[1].Value).ToDictionary(f => f.Groups[1].Value, f => WebUtility.HtmlDecode(f.Groups[2].Value))
        let action = Action().Match(head) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null
        select new Form(fields.GetValueOrDefault("_handler") ?? action ?? "a form", string.IsNullOrEmpty(action) ? null : action, fields);

    [GeneratedRegex("<form([^>]*)>.*?</form>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex FormTag();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenInput();

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex Action();
}
