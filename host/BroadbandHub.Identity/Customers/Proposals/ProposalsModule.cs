using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BroadbandHub.Identity.Customers.Proposals;

/// <summary>Wiring of what an enterprise sees of itself and wants changed.</summary>
internal static class ProposalsModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(ProposalDesk.Definition).AddScoped<IApprovalEffect, ProposalEffect>().AddScoped<ProposalDesk>();
        services.TryAddScoped<IApprovals, NobodyDecides>();
        services.AddSingleton(new PermissionDefinition(IdentityPermissions.ReadProfile, new("See the enterprise's data, contacts and lines", "查看企业信息、联系人和线路"), Audience.Enterprise));
        services.AddSingleton(new PermissionDefinition(IdentityPermissions.ProposeProfile, new("Propose changes to the enterprise's data", "提交企业资料变更申请"), Audience.Enterprise));
        services.AddSingleton(new NavigationItem(Audience.Enterprise, new("My enterprise", "本企业"), new("Profile", "企业信息"), "apartment", "/workspace/enterprise", IdentityPermissions.ReadProfile, 490));
        services.AddChanges(
            [
                new("identity.proposal.made", ChangeBook.Business, new("Proposed a change to what is known of {subject}", "提交 {subject} 的资料变更申请")),
                new("identity.proposal.withdrawn", ChangeBook.Business, new("Took a proposed change of {subject} back", "撤回 {subject} 的资料变更申请")),
            ],
            [],
            []);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        GetProfile.Map(routes);
        ListProposals.Map(routes);
        ProposeData.Map(routes);
        ProposeContact.Map(routes);
        WithdrawProposal.Map(routes);
    }

    /// <summary>While no module keeps an inbox.</summary>
    private sealed class NobodyDecides : IApprovals
    {
        private static readonly HubError None = HubError.Unavailable("proposal.no_inbox", "This hub has no inbox in which somebody could decide.");

        public Task<Outcome<TaskId>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken) => Task.FromResult<Outcome<TaskId>>(None);

        public Task<TaskId?> FindOpenAsync(string kind, string subject, CancellationToken cancellationToken) => Task.FromResult<TaskId?>(null);

        public Task WithdrawAsync(string kind, string subject, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
