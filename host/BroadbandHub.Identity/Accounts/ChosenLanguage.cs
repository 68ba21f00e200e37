using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Accounts;

/// <summary>The language that a person chose goes along to the next browser: a sign-in there takes it up. Scoped.</summary>
internal sealed class ChosenLanguage(IdentityDb db, CurrentUser user, IUnitOfWork unitOfWork, TimeProvider clock) : IChosenLanguage
{
    public async Task KeepAsync(string language, CancellationToken cancellationToken)
    {
        if (user.PersonId is { } person)
        {
            await unitOfWork.RunAsync(
                () => db.People.Where(p => p.Id == person.Value && p.Language != language).ExecuteUpdateAsync(set => set.SetProperty(p => p.Language, language), cancellationToken), _ => true, cancellationToken);
        }
    }

    /// <summary>At a sign-in.</summary>
    public async Task TakeUpAsync(HttpContext context, PersonId person)
    {
        if (await db.People.Where(p => p.Id == person.Value).Select(p => p.Language).SingleOrDefaultAsync(context.RequestAborted) is { } language
            && context.Request.Cookies[LanguageCookie.Name] != language)
        {
            LanguageCookie.Set(context, clock, language);
        }
    }
}
