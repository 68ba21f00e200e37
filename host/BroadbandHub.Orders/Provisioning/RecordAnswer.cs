using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Provisioning;

/// <summary>Writes down what an application said, and moves the subscription when that settles it.</summary>
internal static class RecordAnswer
{
    [Logged("orders.operation.answered")]
    public sealed record Command(OperationId Id, ApplicationAnswer Answer) : ICommand<Done>;

    public sealed class Handler(OrdersDb db, ServiceLife life, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            var id = await db.Operations.Where(o => o.Id == command.Id).Select(o => o.SubscriptionId).FirstAsync(cancellationToken);
            await db.LockAsync(id, cancellationToken);
            var operation = await db.Operations.FirstAsync(o => o.Id == command.Id, cancellationToken);
            if (operation.State != OperationState.Open)
            {
                return HubError.Conflict("operation.settled", "The operation was settled meanwhile.");
            }

            var subscription = await db.Subscriptions.FirstAsync(s => s.Id == id, cancellationToken);
            db.Attempts.Add(operation.Take(command.Answer, clock.GetUtcNow().ToWholeMicros()));
            changes.This.About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId)
                .With("action", operation.Action).With("answer", command.Answer.Kind).With("code", command.Answer.Code);
            var refused = (command.Answer.Kind, operation.Action) switch
            {
                (AnswerKind.Done, ProvisioningAction.Activate) => await life.ActivateAsync(subscription, cancellationToken),
                (AnswerKind.Done, _) when subscription.State == SubscriptionState.Withdrawn => null,
                (AnswerKind.Done, _) => await life.FinishAsync(subscription, cancellationToken),
                (AnswerKind.Refused, ProvisioningAction.Activate) => subscription.Refuse(Code(command.Answer), operation.LastMessage ?? ""),
                _ => null, // A refused end leaves the subscription Ending: an operator reads why and tries again.
            };
            return refused is null ? Done.Instance : refused;
        }

        private static string Code(ApplicationAnswer answer) => answer.Code is { Length: > 0 and <= 100 } code ? code : "application.refused";
    }
}
