using BroadbandHub.Identity.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace BroadbandHub.Identity.SignOn;

/// <summary>A credential that was revoked or has expired asks about no token and revokes none. OpenIddict has compared the secret by now, which it keeps; the token endpoint asks by itself.</summary>
internal sealed class RefuseDeadClients(CredentialStates states) : IOpenIddictServerHandler<ValidateIntrospectionRequestContext>, IOpenIddictServerHandler<ValidateRevocationRequestContext>
{
    public ValueTask HandleAsync(ValidateIntrospectionRequestContext context) => RefuseAsync(context, context.ClientId);

    public ValueTask HandleAsync(ValidateRevocationRequestContext context) => RefuseAsync(context, context.ClientId);

    private async ValueTask RefuseAsync(BaseValidatingContext context, string? clientId)
    {
        if (!context.IsRejected && !await states.IsLiveAsync(clientId ?? "", context.CancellationToken))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The credential has been revoked or has expired.");
        }
    }
}
