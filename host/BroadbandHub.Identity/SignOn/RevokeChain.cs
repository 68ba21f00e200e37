using BroadbandHub.Storage.Contracts;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace BroadbandHub.Identity.SignOn;

/// <summary>
/// Who gives a refresh token back wants the sign-on over (RFC 7009, section 2.1): the access tokens that came of it go along, and the refresh tokens before it. OpenIddict revokes the one
/// token alone.
/// </summary>
internal sealed class RevokeChain(IOpenIddictAuthorizationManager authorizations, IUnitOfWork unitOfWork) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    public static readonly OpenIddictServerHandlerDescriptor Descriptor = OpenIddictServerHandlerDescriptor.CreateBuilder<HandleRevocationRequestContext>()
        .UseScopedHandler<RevokeChain>().SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order - 1).Build();

    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        var token = context.GenericTokenPrincipal;
        if (!token.HasTokenType(OpenIddictConstants.TokenTypeIdentifiers.RefreshToken) || token.GetAuthorizationId() is not { } id)
        {
            return;
        }

        await unitOfWork.RunAsync(
            async () => await authorizations.FindByIdAsync(id, context.CancellationToken) is { } authorization && await authorizations.TryRevokeAsync(authorization, context.CancellationToken),
            _ => true,
            context.CancellationToken);
    }
}
