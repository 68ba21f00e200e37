using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Templates;

/// <summary>Back to the words that came with the hub.</summary>
internal static class ResetWords
{
    [Logged("messages.template.reset")]
    public sealed record Command(string Key, string Language) : ICommand<WordsJson>;

    public sealed class Handler(MailTemplates templates, MessagesDb db, Changes changes) : IRequestHandler<Command, Outcome<WordsJson>>
    {
        public async Task<Outcome<WordsJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (templates.Find(command.Key) is not { } template || !MailTemplates.Languages.Contains(command.Language))
            {
                return MailTemplates.NotFound($"{command.Key} ({command.Language})");
            }

            changes.This.About("template", command.Key, command.Key).With("language", command.Language);
            await db.ChangedWords.Where(w => w.Template == command.Key && w.Language == command.Language).ExecuteDeleteAsync(cancellationToken);
            return WordsJson.Of(template, command.Language, null);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/messages/v1/templates/{key}/{language}", async (string key, string language, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(key, language), cancellationToken)).ToHttp())
            .RequireAuthorization(MessagesPermissions.WriteTemplates)
            .WithTags("Messages").WithSummary("Go back to the words that came with the hub").ProducesProblem(404);
}
