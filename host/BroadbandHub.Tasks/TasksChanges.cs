using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.Tasks;

/// <summary>What this module's changes are called in the logs.</summary>
internal static class TasksChanges
{
    public static void Add(IServiceCollection services) => services.AddChanges(
        [
            new("tasks.task.claimed", Business, new("Took the task “{title}”", "领取任务“{title}”")),
            new("tasks.task.released", Business, new("Gave the task “{title}” back", "放回任务“{title}”")),
            new("tasks.task.approved", Business, new("Approved “{title}”", "批准“{title}”")),
            new("tasks.task.rejected", Business, new("Turned “{title}” down", "驳回“{title}”")),
            new("tasks.task.withdrawn", Business, new("Took the request “{title}” back", "撤回申请“{title}”")),
        ],
        [new("task", new("Task", "任务"), "/console/tasks/{id}")],
        [new("title", new("Task", "任务")), new("comment", new("Comment", "意见"))]);
}
