using BroadbandHub.Identity.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Mails;

/// <summary>Mails to somebody who is erased, sent or not, and the name at words that the person changed.</summary>
internal sealed class ForgetPerson(MessagesDb db) : IForgetPeople
{
    public async Task ForgetAsync(ErasedPerson person, CancellationToken cancellationToken)
    {
        await db.Mails.Where(m => m.ToAddress == person.Email).ExecuteDeleteAsync(cancellationToken);
        await db.ChangedWords.Where(w => w.ChangedBy == person.Name).ExecuteUpdateAsync(set => set.SetProperty(w => w.ChangedBy, "–"), cancellationToken);
    }
}
