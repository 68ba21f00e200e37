using BroadbandHub.Identity;

namespace BroadbandHub.Host;

/// <summary>Checks the business log and the administration log without a browser; for a nightly job.</summary>
internal sealed record VerifyLogsCommand : HubCommand
{
    public const string Verb = "verify-logs";

    public new const string Usage =
        $"""
        {Verb}

          Reads the business log and the administration log from end to end and says what was changed, removed or added behind the hub's back.
          Ends with 0 when both are whole, with 3 when one is not.
        """;

    public override async Task<int> RunAsync(WebApplication app, TextReader input, TextWriter output, TextWriter errors) =>
        await app.Services.VerifyLogsAsync(output) ? 0 : 3;
}
