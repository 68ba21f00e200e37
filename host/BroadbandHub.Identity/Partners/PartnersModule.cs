using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.Identity.Partners;

/// <summary>Wiring of partners.</summary>
internal static class PartnersModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<PartnerDoor>().AddScoped<IPartners>(p => p.GetRequiredService<PartnerDoor>());
        services.AddScoped<PartnerCheck>().AddScoped<IApprovalEffect>(p => p.GetRequiredService<PartnerCheck>()).AddSingleton(PartnerCheck.Definition);
        services.TryAddScoped<IPartnerApplications, NoApplications>();
        services.AddSingleton(new GuardedDeed("/identity/v1/partners/{id}/state")).AddSingleton(new GuardedDeed("/console/partners/{Id}/state", AskFirst: true));
        services.AddChanges(
            [
                new("identity.partner.applied", Business, new("{subject} asked to become a partner", "{subject} 申请成为合作伙伴")),
                new("identity.partner.changed", Business, new("Changed what is known of {subject}", "修改合作伙伴 {subject} 的资料")),
                new("identity.partner.suspended", Business, new("Suspended the partner {subject}", "暂停合作伙伴 {subject}")),
                new("identity.partner.resumed", Business, new("Took the partner {subject} back", "恢复合作伙伴 {subject}")),
                new("identity.partner.left", Business, new("Let the partner {subject} go", "与合作伙伴 {subject} 终止合作")),
                new("identity.partner.checked_again", Business, new("Had {subject} checked again as a partner", "重新审核合作伙伴 {subject}")),
            ],
            [],
            [new("address", new("Address", "地址")), new("website", new("Web address", "网址"))]);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        ApplyAsPartner.Map(routes);
        CreatePartner.Map(routes);
        ListPartners.Map(routes);
        GetPartner.Map(routes);
        PartnerFile.Map(routes);
        UpdatePartner.Map(routes);
        ChangePartnerState.Map(routes);
    }

    /// <summary>While no module knows applications.</summary>
    private sealed class NoApplications : IPartnerApplications
    {
        public Task<IReadOnlyList<string>> OfAsync(PartnerId partner, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}
