using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OpenIddict.Server;
using OpenIddict.Validation;

namespace BroadbandHub.Identity.Keys;

/// <summary>Every node looks a few times an hour whether there is a new signing key or another one signs now, and then takes it up without a restart. Singleton.</summary>
internal sealed class SigningKeyWatch(SigningKeys keys, TimeProvider clock, ILogger<SigningKeyWatch> log)
    : BackgroundService, IOptionsChangeTokenSource<OpenIddictServerOptions>, IOptionsChangeTokenSource<OpenIddictValidationOptions>
{
    // Far shorter than a new key is published before it signs.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private IReadOnlyList<string> known = [];
    private ConfigurationReloadToken server = new();
    private ConfigurationReloadToken validation = new();

    string? IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;

    string? IOptionsChangeTokenSource<OpenIddictValidationOptions>.Name => Options.DefaultName;

    IChangeToken IOptionsChangeTokenSource<OpenIddictServerOptions>.GetChangeToken() => server;

    IChangeToken IOptionsChangeTokenSource<OpenIddictValidationOptions>.GetChangeToken() => validation;

    /// <summary>Looks now.</summary>
    public void Look()
    {
        var names = keys.Names();
        if (known.Count > 0 && !names.SequenceEqual(known))
        {
            log.LogInformation("Tokens are signed with {Key} now; published: {Keys}.", names[0], string.Join(", ", names));

            // What checks tokens takes its keys from what makes them, so that one is read again first.
            Interlocked.Exchange(ref server, new()).OnReload();
            Interlocked.Exchange(ref validation, new()).OnReload();
        }

        known = names;
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
        {
            try
            {
                Look();
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                log.LogWarning(failed, "The signing keys could not be looked at; the ones that are known go on.");
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }
}
