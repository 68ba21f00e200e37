using BroadbandHub.Billing.Journal;
using BroadbandHub.Billing.Pdf;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Bills;

/// <summary>Wiring of bill runs, bills, PDF and journal.</summary>
internal static class BillsWiring
{
    public static void AddBills(this IServiceCollection services, IConfiguration configuration)
    {
        BillChanges.Add(services);
        services.Configure<BillOptions>(configuration.GetSection("Billing:Bills"));
        services.Configure<PdfOptions>(configuration.GetSection("Billing:Pdf"));
        services.AddSingleton<PdfFonts>();
        services.AddSingleton<BillPdf>();
        services.AddSingleton<BillingClock>();
        services.AddSingleton<RunWorker>();
        services.AddScoped<RunWatermark>();
        services.AddScoped<RunApproval>().AddScoped<IApprovalEffect>(p => p.GetRequiredService<RunApproval>());
        services.AddSingleton(RunApproval.Definition);
        services.AddScoped<PreviewAccount>();
        services.AddScoped<IssueAccount>();
        services.AddScoped<BillNumbers>();
        services.AddScoped<LedgerJournal>();
        services.AddJob<RunJob>(RunJob.Name, TimeSpan.FromSeconds(15));
        services.AddSingleton(new PortalAssembly(typeof(BillsWiring).Assembly));
        var billing = new LocalText("Billing", "计费");
        services.AddSingleton(new NavigationItem(Audience.Operator, billing, new("Bills", "账单"), "receipt_long", "/console/bills", BillPermissions.ReadBills, 400));
        services.AddSingleton(new NavigationItem(Audience.Operator, billing, new("Bill runs", "出账任务"), "event_repeat", "/console/runs", BillPermissions.ReadRuns, 410));
        services.AddSingleton(new NavigationItem(Audience.Enterprise, billing, new("Bills", "账单"), "receipt_long", "/workspace/bills", BillPermissions.ReadOwnBills, 400));
        services.AddScoped<ISearchSource, BillSearch>();
        services.AddSingleton(new OrganisationPanel(OrganisationKind.Enterprise, typeof(Pages.EnterpriseBills), BillPermissions.ReadBills, 200));
        foreach (var permission in BillPermissions.All)
        {
            services.AddSingleton(permission);
        }
    }

    public static void MapBills(this IEndpointRouteBuilder routes)
    {
        CreateRun.Map(routes);
        ListRuns.Map(routes);
        GetRun.Map(routes);
        ApproveRun.Map(routes);
        IssueRun.Map(routes);
        CancelRun.Map(routes);
        ListBills.Map(routes);
        BillFiles.Map(routes);
        GetBill.Map(routes);
        DownloadBill.Map(routes);
        ExportJournal.Map(routes);
    }
}
