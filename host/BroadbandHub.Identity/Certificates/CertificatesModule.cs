using BroadbandHub.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Certificates;

/// <summary>Wiring of sign-in with certificates.</summary>
internal static class CertificatesModule
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(CertificateSettings.Read(configuration));
        services.AddSingleton<CertificateFiles>().AddSingleton<CertificateCheck>().AddSingleton<CertificateQuestions>();
        services.AddJob<EndRevoked>(EndRevoked.Name, EndRevoked.Every);
        services.AddScoped<CertificateBook>().AddScoped<CertificateSignIn.Handler>().AddScoped<BindMyCertificate.Handler>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        CertificateSignIn.Map(routes);
        BindMyCertificate.Map(routes);
        MyCertificates.Map(routes);
        PersonCertificates.Map(routes);
    }
}
