using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage;
using BroadbandHub.Tasks.Inbox;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Tasks;

/// <summary>Wiring of this module.</summary>
public static class TasksModule
{
    public static IServiceCollection AddTasks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<TasksDb, SqliteTasksDb, MySqlTasksDb>(TasksDb.TablePrefix);
        TasksChanges.Add(services);
        services.AddHandlers(typeof(TasksModule).Assembly);
        services.AddScoped<TaskScope>().AddScoped<TaskReader>();
        services.AddScoped<IApprovals, Approvals>().AddScoped<IInbox, InboxCount>().AddScoped<IForgetPeople, ForgetPerson>();
        services.AddSingleton(new PortalAssembly(typeof(TasksModule).Assembly));
        foreach (var (audience, order) in new[] { (Audience.Operator, 10), (Audience.Enterprise, 10), (Audience.Partner, 10) })
        {
            services.AddSingleton(new NavigationItem(audience, new("Overview", "概览"), new("Tasks", "待办"), "inbox", PortalPaths.Home(audience) + "/tasks", null, order));
            services.AddSingleton(new PortalWidget("tasks.waiting", audience, new("Waiting for you", "待办"), typeof(Pages.WaitingWidget), null, 5));
        }

        return services;
    }

    public static IEndpointRouteBuilder MapTasks(this IEndpointRouteBuilder routes)
    {
        ListTasks.Map(routes);
        GetTask.Map(routes);
        DecideTask.Map(routes);
        ClaimTask.Map(routes);
        WithdrawTask.Map(routes);
        return routes;
    }
}
