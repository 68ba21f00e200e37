using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Tasks.Inbox;

/// <summary>Titles and facts of tasks that are about somebody who is erased.</summary>
internal sealed class ForgetPerson(TasksDb db) : IForgetPeople
{
    public Task ForgetAsync(ErasedPerson person, CancellationToken cancellationToken)
    {
        PersonId? id = person.Id;
        return db.Tasks.Where(t => t.Names == id)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.TitleEnglish, "Erased person").SetProperty(t => t.TitleChinese, "已清除人员").SetProperty(t => t.Facts, "[]"), cancellationToken);
    }
}
