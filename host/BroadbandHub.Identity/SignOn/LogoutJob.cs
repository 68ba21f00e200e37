using System.Globalization;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SignOn;

/// <summary>Tells applications which sessions have ended, again with growing pauses until they have heard it; gives up after about a day, when every session has ended by itself.</summary>
internal sealed class LogoutJob(IdentityDb db, LogoutToken tokens, IHttpClientFactory http, IUnitOfWork unitOfWork, TimeProvider clock) : IJob
{
    public const string Name = "identity.logout";
    public const int MostAttempts = 15;
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.LogoutNotices.AsNoTracking().Where(n => n.NextAttemptAt <= now).OrderBy(n => n.NextAttemptAt).Take(MostAtOnce).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return null;
        }

        // The one that does not answer holds the others up as little as may be.
        var answers = new string?[due.Count];
        await Parallel.ForAsync(0, due.Count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (i, token) => answers[i] = await TellAsync(due[i], token));
        for (var i = 0; i < due.Count; i++)
        {
            await NoteAsync(due[i], answers[i], cancellationToken);
        }

        var told = answers.Count(a => a is null);
        return $"Told applications of {told} ended sessions; {due.Count - told} have not heard it yet.";
    }

    /// <summary>Null when the application has heard it, otherwise what it said.</summary>
    private async Task<string?> TellAsync(LogoutNotice notice, CancellationToken cancellationToken)
    {
        using var client = http.CreateClient(Name);
        client.Timeout = Patience;
        try
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("logout_token", tokens.Write(notice))]);
            using var answer = await client.PostAsync(notice.Address, form, cancellationToken);
            return answer.IsSuccessStatusCode ? null : ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return e.Message.Length > SignOnTables.MostAnswer ? e.Message[..SignOnTables.MostAnswer] : e.Message;
        }
    }

    private Task NoteAsync(LogoutNotice notice, string? answer, CancellationToken cancellationToken)
    {
        var found = db.LogoutNotices.Where(n => n.Id == notice.Id);
        var attempts = notice.Attempts + 1;
        var next = clock.GetUtcNow().ToWholeMicros() + Pause(attempts);
        return unitOfWork.RunAsync(
            () => answer is null || attempts >= MostAttempts
                ? found.ExecuteDeleteAsync(cancellationToken)
                : found.ExecuteUpdateAsync(
                    set => set.SetProperty(n => n.Attempts, attempts).SetProperty(n => n.LastAnswer, answer).SetProperty(n => n.NextAttemptAt, next), cancellationToken),
            _ => true,
            cancellationToken);
    }

    // 5 s, 10 s, 20 s … at most three hours.
    private static TimeSpan Pause(int attempts) => TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, attempts - 1), 10_800));
}
