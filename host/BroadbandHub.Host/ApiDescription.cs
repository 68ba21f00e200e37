using BroadbandHub.Sdk;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace BroadbandHub.Host;

/// <summary>The OpenAPI document: what the API is, how to sign in, and ids as the text they are in JSON.</summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath is { } path && (path.Contains("/v1/", StringComparison.Ordinal) || path.StartsWith("connect/", StringComparison.Ordinal));
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "BroadbandHub";
            document.Info.Version = "v1";
            document.Info.Description =
                "Errors are problem+json (RFC 9457) with a stable `code`. Lists answer `items` and a cursor `next`. Sign in with OAuth 2.0 client credentials at `/connect/token`.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes["clientCredentials"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Flows = new OpenApiOAuthFlows { ClientCredentials = new OpenApiOAuthFlow { TokenUrl = new Uri("/connect/token", UriKind.Relative) } },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(LocalText))
            {
                schema.Type = JsonSchemaType.Object;
                schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    ["en"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    ["zh"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
                };
            }

            var id = context.JsonTypeInfo.Type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHubId<>));
            if (id is not null)
            {
                schema.Type = JsonSchemaType.String;
                schema.Properties = null;
                schema.Description = "An id in its text form: prefix, underscore, 26 characters.";
            }

            return Task.CompletedTask;
        });
    }
}
