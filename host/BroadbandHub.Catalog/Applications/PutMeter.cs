using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Applications;

/// <summary>Registers or changes a meter: by an operator, or by the application with its own credentials.</summary>
internal static class PutMeter
{
    public sealed record Body(string? Unit, int? Scale, WordsJson? Name);

    [Logged("catalog.meter.put")]
    public sealed record Command(string ApplicationKey, string MeterKey, Body Body) : ICommand<MeterJson>;

    public sealed class Handler(CatalogDb db, ICurrentUser user, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<MeterJson>>
    {
        public async Task<Outcome<MeterJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (!user.MayChangeMetersOf(command.ApplicationKey)
                || !DescriptorRules.IsApplicationKey(command.ApplicationKey)
                || await db.LockApplicationAsync(command.ApplicationKey, cancellationToken) == 0)
            {
                return ApplicationErrors.NotFound(command.ApplicationKey);
            }

            var (unit, scale, name) = (command.Body.Unit?.Trim(), command.Body.Scale ?? -1, command.Body.Name?.ToLocalText());
            if (command.Body.Scale is null)
            {
                return HubError.Invalid("meter.bad_scale", "Say with how many decimals the meter counts, 0 to 12.", "scale");
            }

            if (DescriptorRules.CheckMeter(command.MeterKey, unit, scale, name) is { } bad)
            {
                return bad;
            }

            var meter = await db.Meters.FirstOrDefaultAsync(m => m.ApplicationKey == command.ApplicationKey && m.Key == command.MeterKey, cancellationToken);
            var isNew = meter is null;
            if (meter is null)
            {
                var count = await db.Meters.CountAsync(m => m.ApplicationKey == command.ApplicationKey, cancellationToken);
                if (count >= DescriptorRules.MostMeters)
                {
                    return HubError.Conflict("application.too_many_meters", $"The application has {count} meters already; that is the most.");
                }

                meter = new MeterRow { ApplicationKey = command.ApplicationKey, Key = command.MeterKey, Unit = unit!, NameEn = name!.English };
                db.Meters.Add(meter);
            }

            changes.This.About("application", command.ApplicationKey, command.ApplicationKey).With("meter", command.MeterKey).Field("unit", isNew ? null : meter.Unit, unit)
                .Field("scale", isNew ? null : meter.Scale, scale).Field("name", isNew ? null : new LocalText(meter.NameEn, meter.NameZh), name);
            return meter.Change(unit!, scale, name!, MeterSource.Api, clock.GetUtcNow()) is { } refused ? refused : MeterJson.Of(meter);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/catalog/v1/applications/{key}/meters/{meterKey}", async (string key, string meterKey, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(key, meterKey, body), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.Meters)
            .WithTags("Catalog").WithSummary("Register or change a meter of an application");
}
