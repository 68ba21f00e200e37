using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>Something that waits for a partner: no module asks partners for anything yet.</summary>
internal sealed class PartnerTask : IApprovalEffect
{
    private const string Permission = "walk.decide";
    private static readonly ApprovalKind Definition = new("walk.partner", new("A question"), Audience.Partner, Permission, new("Yes"), new("No"));

    public string Kind => Definition.Key;

    public static void Add(IServiceCollection services) =>
        services.AddSingleton(Definition).AddSingleton(new PermissionDefinition(Permission, new("Decide"), Audience.Partner)).AddScoped<IApprovalEffect, PartnerTask>();

    public static async Task<string> RequestAsync(WholeHub hub, string partner, int number)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var asked = await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            () => scope.ServiceProvider.GetRequiredService<IApprovals>().RequestAsync(
                new(Definition.Key, $"question-{number}", new($"Question {number}"), "/partner", [], Partner: PartnerId.Parse(partner, null)), TestContext.Current.CancellationToken),
            o => o.IsOk,
            TestContext.Current.CancellationToken);
        return asked.Value.ToString();
    }

    public Task<HubError?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken) => Task.FromResult<HubError?>(null);
}
