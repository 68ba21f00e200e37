using BroadbandHub.Identity.Contracts;
using BroadbandHub.Messages.Accounts;
using BroadbandHub.Messages.Contracts;
using BroadbandHub.Messages.Mails;
using BroadbandHub.Messages.Templates;
using BroadbandHub.Messages.Transport;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Messages;

/// <summary>Wiring of this module.</summary>
public static class MessagesModule
{
    public static IServiceCollection AddMessages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<MessagesDb, SqliteMessagesDb, MySqlMessagesDb>(MessagesDb.TablePrefix);
        MessagesChanges.Add(services);
        services.AddHandlers(typeof(MessagesModule).Assembly);
        services.AddOptions<MailOptions>().Bind(configuration.GetSection("Messages")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(Transport);
        services.AddScoped<MailTemplates>().AddScoped<SendMail>().AddScoped<IMailer, Mailer>();
        services.AddSingleton(SendTestMail.Template).AddSingleton(AccountMails.Invitation).AddSingleton(AccountMails.PasswordReset).AddSingleton(AccountMails.PartnerRefused);
        services.AddScoped<IAccountMails, AccountMails>().AddScoped<IForgetPeople, ForgetPerson>();
        services.AddJob<SendMailsJob>(SendMailsJob.Name, SendMailsJob.Every);
        services.AddJob<ForgetMails>(ForgetMails.Name, ForgetMails.Every);
        services.AddHealthChecks().AddCheck<MailHealth>("mail", tags: ["ready"]);
        foreach (var permission in MessagesPermissions.All)
        {
            services.AddSingleton(permission);
        }

        services.AddSingleton(new PortalAssembly(typeof(MessagesModule).Assembly));
        services.AddSingleton(new NavigationItem(
            Audience.Operator, new("System", "系统"), new("Mail", "邮件"), "mail", "/console/mails", MessagesPermissions.Read, 930));
        return services;
    }

    public static IEndpointRouteBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        ListMails.Map(routes);
        GetMail.Map(routes);
        RetryMail.Map(routes);
        SendTestMail.Map(routes);
        ListTemplates.Map(routes);
        ChangeWords.Map(routes);
        ResetWords.Map(routes);
        return routes;
    }

    private static IMailTransport Transport(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<MailOptions>>();
        if (!string.IsNullOrEmpty(options.Value.Smtp.Host))
        {
            return ActivatorUtilities.CreateInstance<SmtpTransport>(services);
        }

        var folder = options.Value.Folder;
        if (folder is null && services.GetService<IHostEnvironment>()?.IsDevelopment() == true)
        {
            folder = Path.Combine(services.GetRequiredService<IConfiguration>()["Hub:DataFolder"] ?? ".data", "mail");
        }

        return folder is null ? new NoTransport() : ActivatorUtilities.CreateInstance<FolderTransport>(services, folder);
    }
}
