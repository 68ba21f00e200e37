using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Templates;

/// <summary>The operator puts own words in place of those that came with the hub, in one language.</summary>
internal static class ChangeWords
{
    /// <param name="Revision">The one that was read, 0 for the original words: somebody else's change in between is not overwritten.</param>
    public sealed record Body(string? Subject, string? Text, int? Revision);

    [Logged("messages.template.changed")]
    public sealed record Command(string Key, string Language, Body Body) : ICommand<WordsJson>;

    public sealed class Rules : AbstractValidator<Command>
    {
        public Rules()
        {
            RuleFor(c => c.Body.Subject).NotEmpty().WithErrorCode("template.no_subject").WithMessage("A mail has a subject.")
                .MaximumLength(MailWords.MostSubject).WithErrorCode("template.subject_too_long").WithMessage($"A subject has at most {MailWords.MostSubject} characters.").OverridePropertyName("subject");
            RuleFor(c => c.Body.Text).NotEmpty().WithErrorCode("template.no_text").WithMessage("A mail has a text.")
                .MaximumLength(MailWords.MostBody).WithErrorCode("template.text_too_long").WithMessage($"A text has at most {MailWords.MostBody} characters.").OverridePropertyName("text");
        }
    }

    public sealed class Handler(MailTemplates templates, MessagesDb db, ICurrentUser user, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<WordsJson>>
    {
        public async Task<Outcome<WordsJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (templates.Find(command.Key) is not { } template)
            {
                return MailTemplates.NotFound(command.Key);
            }

            if (!MailTemplates.Languages.Contains(command.Language))
            {
                return HubError.Invalid("template.unknown_language", $"The language is one of {string.Join(", ", MailTemplates.Languages)}.", "language");
            }

            var words = new MailWords(command.Body.Subject!.Trim(), command.Body.Text!.ReplaceLineEndings("\n").Trim());
            if (MailRenderer.Check(words, template) is { } wrong)
            {
                return wrong;
            }

            var changed = await db.ChangedWords.FirstOrDefaultAsync(w => w.Template == command.Key && w.Language == command.Language, cancellationToken);
            if ((changed?.Revision ?? 0) != (command.Body.Revision ?? 0))
            {
                return Raced;
            }

            if (changed is null)
            {
                changed = new ChangedWords { Template = command.Key, Language = command.Language, Subject = "", Body = "", ChangedBy = "" };
                db.ChangedWords.Add(changed);
            }

            changes.This.About("template", command.Key, command.Key).With("language", command.Language)
                .Field("mail_subject", changed.Subject, words.Subject).Field("mail_text", changed.Body, words.Body);
            changed.Subject = words.Subject;
            changed.Body = words.Body;
            changed.Revision++;
            changed.ChangedAt = clock.GetUtcNow().ToWholeMicros();
            changed.ChangedBy = user.Name;
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException raced) when (raced is DbUpdateConcurrencyException || UniqueIndex.IsViolatedBy(raced))
            {
                // Two first changes meet at the primary key, two later ones at the revision.
                db.ChangeTracker.Clear();
                return Raced;
            }

            return WordsJson.Of(template, command.Language, changed);
        }
    }

    private static HubError Raced => HubError.Conflict("template.changed_meanwhile", "Somebody else changed these words while you wrote. Read theirs, then change them again.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/messages/v1/templates/{key}/{language}", async (string key, string language, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(key, language, body), cancellationToken)).ToHttp())
            .RequireAuthorization(MessagesPermissions.WriteTemplates)
            .WithTags("Messages").WithSummary("Change the words of a kind of mail in one language").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
}
