using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Identity.Logs;

/// <summary>Writes lines of the logs: who does it and from where is taken from the request, the rest from the use case. Scoped.</summary>
internal sealed class ChangeLog(IdentityDb db, CurrentUser user, IHttpContextAccessor http, LogSeal seal, LogKinds kinds, TimeProvider clock) : IChangeLog
{
    public const string RefusalItem = "hub.refusal";

    public Task AddAsync(string kind, Change change, CancellationToken cancellationToken)
    {
        Add(kind, change, null);
        return Task.CompletedTask;
    }

    public void NoteRefusal(HubError refusal)
    {
        if (http.HttpContext is { } context)
        {
            context.Items[RefusalItem] = refusal.Code;
        }
    }

    /// <param name="refused">The code of the refusal; null for what was done.</param>
    /// <param name="actor">Who it is when the request does not say so.</param>
    /// <param name="signsIn">Whether this actor signs in just now, so that the request still speaks of whoever was signed in here before.</param>
    public void Add(string kind, Change change, string? refused, Person? actor = null, bool signsIn = false)
    {
        actor = signsIn || (user.PersonId is null && user.ClientId is null) ? actor : null;
        var entry = new LogEntry
        {
            Id = LogEntryId.New(clock),
            Book = kinds.Find(kind)?.Book ?? ChangeBook.Administration,
            At = clock.GetUtcNow().ToWholeMicros(),
            Kind = kind,
            Refused = refused,
            ActorId = actor?.PersonId ?? user.PersonId,
            ActorClient = actor is null ? user.ClientId : null,
            ActorEnterprise = actor is null ? user.EnterpriseId : actor.EnterpriseId,
            ActorPartner = actor is null ? user.PartnerId : actor.PartnerId,
            SubjectType = change.SubjectType,
            SubjectId = change.SubjectId,
            PersonId = change.PersonId,
            EnterpriseId = change.EnterpriseId ?? (change.PartnerId is null ? actor?.EnterpriseId ?? user.EnterpriseId : null),
            PartnerId = change.PartnerId ?? (change.EnterpriseId is null ? actor?.PartnerId ?? user.PartnerId : null),
            ActorName = (actor?.FullName ?? user.Name) is { Length: > 0 } name ? name.Length > 200 ? name[..200] : name : null,
            Address = http.HttpContext?.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null,
            SubjectName = change.SubjectName,
            Fields = change.Fields.Count == 0 ? null : JsonSerializer.Serialize(change.Fields, HubJson.Options),
        };
        seal.Finish(entry);
        db.LogEntries.Add(entry);
    }
}
