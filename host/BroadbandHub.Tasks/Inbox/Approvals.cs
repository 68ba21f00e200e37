using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Tasks.Inbox;

internal sealed class Approvals(TasksDb db, IUnitOfWork unitOfWork, ICurrentUser user, IClientOwners owners, IEnumerable<ApprovalKind> kinds, TimeProvider clock) : IApprovals
{
    public async Task<Outcome<TaskId>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var kind = kinds.FirstOrDefault(k => k.Key == request.Kind) ?? throw new ArgumentException($"There is no kind of approval {request.Kind}.", nameof(request));
        if (request.Href is not ['/', not '/', ..])
        {
            throw new ArgumentException("An approval leads to a path of this hub.", nameof(request));
        }

        var (person, client) = Asker(request.RequestedBy);
        var task = new HubTask
        {
            Id = TaskId.New(clock),
            Kind = kind.Key,
            Subject = request.Subject,
            TitleEnglish = Cut(request.Title.English, HubTask.MostTitle),
            TitleChinese = request.Title.Chinese is { } chinese ? Cut(chinese, HubTask.MostTitle) : null,
            Href = request.Href,
            Facts = JsonSerializer.Serialize(request.Facts, HubJson.Options),
            Audience = kind.Audience,
            EnterpriseId = request.Enterprise,
            PartnerId = request.Partner,
            Names = request.Names,
            // Whoever made a program has its secret: what it asks for is its maker's request.
            RequestedBy = client is null ? person : await owners.FindOwnerAsync(client, cancellationToken),
            RequestedByClient = client,
            RequestedAt = clock.GetUtcNow().ToWholeMicros(),
            DueAt = request.DueAt?.ToWholeMicros(),
        };
        task.Open();
        return await unitOfWork.RunAsync<Outcome<TaskId>>(
            async () =>
            {
                if (await db.Tasks.AnyAsync(t => t.OpenKey == task.OpenKey, cancellationToken))
                {
                    return AlreadyOpen;
                }

                db.Tasks.Add(task);
                try
                {
                    await db.SaveChangesAsync(cancellationToken);
                }
                catch (DbUpdateException taken) when (UniqueIndex.IsViolatedBy(taken))
                {
                    // The unique index is the judge when two ask at the same moment.
                    db.Entry(task).State = EntityState.Detached;
                    return AlreadyOpen;
                }

                return task.Id;
            },
            outcome => outcome.IsOk,
            cancellationToken);
    }

    public async Task<TaskId?> FindOpenAsync(string kind, string subject, CancellationToken cancellationToken)
    {
        var key = $"{kind}:{subject}";
        return (await db.Tasks.AsNoTracking().FirstOrDefaultAsync(t => t.OpenKey == key, cancellationToken))?.Id;
    }

    public Task WithdrawAsync(string kind, string subject, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            var key = $"{kind}:{subject}";
            await db.LockAsync(key, cancellationToken);
            var open = await db.Tasks.FirstOrDefaultAsync(t => t.OpenKey == key, cancellationToken);
            open?.End(TaskState.Withdrawn, user.PersonId, null, clock.GetUtcNow().ToWholeMicros());
            return open is not null;
        },
        _ => true,
        cancellationToken);

    private (PersonId? Person, string? Client) Asker(string? began) =>
        began is null ? (user.PersonId, user.PersonId is null ? user.ClientId : null)
        : PersonId.TryParse(began, null, out var person) ? (person, null)
        : (null, began);

    private static HubError AlreadyOpen => HubError.Conflict("task.already_open", "This was asked for already and waits for a decision.");

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
