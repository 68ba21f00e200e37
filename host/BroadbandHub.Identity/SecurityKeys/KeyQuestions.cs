using System.Security.Cryptography;
using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>What the browser hands to the key, and what it brings back with the key's answer.</summary>
/// <param name="Options">For <c>navigator.credentials</c>, as WebAuthn's JSON says it.</param>
/// <param name="State">The question, sealed; good for five minutes and once.</param>
internal sealed record KeyQuestion(JsonElement Options, string State);

/// <summary>
/// Questions to keys. The question itself is kept by the browser under a seal, so strangers who ask for questions fill nothing here; what has been answered is
/// remembered, so an answer is good once.
/// </summary>
internal sealed class KeyQuestions(IPasskeyHandler<Person> keys, IDataProtectionProvider protection, IdentityDb db, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private const int MostState = 8_000;
    private const int MostAnswer = 64_000;

    /// <summary>The same for everybody: a typed address never changes the question, so the question says nothing about accounts.</summary>
    public async Task<KeyQuestion> AskWhoAsync(HttpContext context)
    {
        var asked = await keys.MakeRequestOptionsAsync(null, context);
        return Seal(asked.RequestOptionsJson, asked.AssertionState, "sign-in");
    }

    public async Task<KeyQuestion> AskForNewAsync(Person person, string? session, HttpContext context)
    {
        var asked = await keys.MakeCreationOptionsAsync(new() { Id = person.Id.ToString(), Name = person.Email ?? "", DisplayName = person.FullName }, context);
        return Seal(asked.CreationOptionsJson, asked.AttestationState, NewFor(person, session));
    }

    /// <summary>Whose key it is; null when the answer is not one to a question of this hub, or not of a key that it knows. Inside a unit of work, which fails when the answer has been used.</summary>
    public async Task<(Person Person, UserPasskeyInfo Key)?> HearWhoAsync(string? answer, string? state, HttpContext context)
    {
        if (Open(answer, state, "sign-in") is not { } question)
        {
            return null;
        }

        var heard = await keys.PerformAssertionAsync(new() { CredentialJson = answer!, AssertionState = question.State, HttpContext = context });
        if (!heard.Succeeded)
        {
            return null;
        }

        db.UsedProofs.Add(new() { Id = question.Id, UsedAt = clock.GetUtcNow().ToWholeMicros() });
        return (heard.User, heard.Passkey);
    }

    /// <summary>The new key; null when the answer is not one to a question that this person was asked in this session.</summary>
    public async Task<UserPasskeyInfo?> HearNewAsync(Person person, string? session, string? answer, string? state, HttpContext context)
    {
        if (Open(answer, state, NewFor(person, session)) is not { } question)
        {
            return null;
        }

        var heard = await keys.PerformAttestationAsync(new() { CredentialJson = answer!, AttestationState = question.State, HttpContext = context });
        if (!heard.Succeeded || heard.UserEntity.Id != person.Id.ToString())
        {
            return null;
        }

        db.UsedProofs.Add(new() { Id = question.Id, UsedAt = clock.GetUtcNow().ToWholeMicros() });
        return heard.Passkey;
    }

    private static string NewFor(Person person, string? session) => $"new {person.Id:N} {session}";

    private KeyQuestion Seal(string options, string? state, string purpose)
    {
        var now = clock.GetUtcNow();
        var question = new Question(Guid.CreateVersion7(now), state ?? "", now + Lifetime);
        using var parsed = JsonDocument.Parse(options);
        return new(parsed.RootElement.Clone(), Protector(purpose).Protect(JsonSerializer.Serialize(question)));
    }

    private Question? Open(string? answer, string? state, string purpose)
    {
        if (answer is null or { Length: > MostAnswer } || state is null or { Length: > MostState })
        {
            return null;
        }

        try
        {
            var question = JsonSerializer.Deserialize<Question>(Protector(purpose).Unprotect(state));
            return question is not null && question.Until >= clock.GetUtcNow() ? question : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string purpose) => protection.CreateProtector("BroadbandHub.KeyQuestion", purpose);

    private sealed record Question(Guid Id, string State, DateTimeOffset Until);
}
