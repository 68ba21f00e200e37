using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Identity.People;

/// <summary>Closes the accounts of people whose last day, in the operator's time zone, is over. What they held becomes free.</summary>
internal sealed class Leaving(IdentityDb db, IServiceScopeFactory scopes, LastDay lastDay, ILogger<Leaving> log) : IJob
{
    public const string Name = "identity.leaving";

    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var today = lastDay.Today;
        var gone = await db.People.AsNoTracking().Where(p => p.LeavesOn < today && p.LeftAt == null).OrderBy(p => p.LeavesOn).Select(p => p.Id).Take(1000).ToListAsync(cancellationToken);
        var closed = 0;
        foreach (var id in gone)
        {
            // A scope each: one who cannot go (the last administrator) holds nobody else up.
            await using var scope = scopes.CreateAsyncScope();
            var left = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Command(new(id)), cancellationToken);
            closed += left.IsOk ? 1 : 0;
            if (!left.IsOk)
            {
                log.LogWarning("The account of {Person} stays open after the last day: {Reason}", new PersonId(id), left.Error.Message);
            }
        }

        return gone.Count == 0 ? null : $"Closed {closed} of {gone.Count} accounts whose last day is over.";
    }

    [Logged("identity.person.left")]
    internal sealed record Command(PersonId Id) : ICommand<Done>;

    internal sealed class Handler(IMediator mediator, IEnumerable<ILeavers> leavers, IdentityDb db, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var suspended = await mediator.Send(new SuspendPerson.Command(request.Id, true), cancellationToken);
            if (suspended.IsOk)
            {
                // Who was shut out before leaves all the same: what such a person held becomes free only now.
                if (await db.People.FindAsync([request.Id.Value], cancellationToken) is { } person)
                {
                    person.LeftAt = clock.GetUtcNow().ToWholeMicros();
                    changes.This.About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId);
                }

                foreach (var leaver in leavers)
                {
                    await leaver.LeaveAsync(request.Id, cancellationToken);
                }
            }

            return suspended;
        }
    }
}
