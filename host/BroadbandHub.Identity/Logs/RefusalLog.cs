using System.Collections.Concurrent;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Logs;

/// <summary>
/// Writes refused attempts to the administration log: what somebody who is signed in may not do, and wrong passwords. After the request, in a transaction of its
/// own, and of one person or address only so many a minute: the log is not for filling the disk with. Singleton.
/// </summary>
internal sealed class RefusalLog(IServiceScopeFactory scopes, TimeProvider clock)
{
    public const int MostPerMinute = 20;
    private const int MostSources = 10_000;
    private readonly ConcurrentDictionary<string, Minute> minutes = new(StringComparer.Ordinal);

    /// <param name="source">Whom to count: a person, a client or an address.</param>
    public async Task WriteAsync(string source, string kind, Change change, string code, Person? actor, CancellationToken cancellationToken)
    {
        if (!Take(source, out var skipped))
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var log = scope.ServiceProvider.GetRequiredService<ChangeLog>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            () =>
            {
                log.Add(kind, skipped == 0 ? change : change.With("skipped", skipped), code, actor);
                return Task.FromResult(true);
            },
            _ => true,
            cancellationToken);
    }

    private bool Take(string source, out int skipped)
    {
        if (minutes.Count > MostSources)
        {
            minutes.Clear();
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        var minute = minutes.GetOrAdd(source, _ => new());
        lock (minute)
        {
            skipped = 0;
            if (minute.At != now)
            {
                (skipped, minute.At, minute.Count) = (Math.Max(0, minute.Count - MostPerMinute), now, 0);
            }

            return ++minute.Count <= MostPerMinute;
        }
    }

    private sealed class Minute
    {
        public long At { get; set; }

        public int Count { get; set; }
    }
}

/// <summary>Sees every answer to somebody who is signed in.</summary>
internal sealed class RefusalFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, go) =>
        {
            await go(context);
            await LookAsync(context);
        });
        next(app);
    };

    private static Task LookAsync(HttpContext context)
    {
        var code = context.Items.TryGetValue(ChangeLog.RefusalItem, out var said) ? (string?)said : null;
        if ((code is null && context.Response.StatusCode != StatusCodes.Status403Forbidden) || context.User.Identity is not { IsAuthenticated: true })
        {
            return Task.CompletedTask;
        }

        var user = context.RequestServices.GetRequiredService<CurrentUser>();
        var path = context.Request.Path.Value is { Length: > 0 } value ? value : "/";
        var change = new Change().About("request", $"{context.Request.Method} {path}", $"{context.Request.Method} {path}");

        // The caller may have gone away; that he tried is to be kept all the same.
        return context.RequestServices.GetRequiredService<RefusalLog>().WriteAsync(
            user.PersonId?.ToString() ?? user.ClientId ?? "", "identity.request.refused", change, code ?? "permission.missing", null, CancellationToken.None);
    }
}
