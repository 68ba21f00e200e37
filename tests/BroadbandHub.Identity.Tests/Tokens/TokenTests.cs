using System.Net;
using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Tokens;

public sealed class TokenTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_token_of_one_node_is_accepted_by_another_and_after_a_restart(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        using var keys = new SharedKeyFile();
        string token;
        await using (var first = await IdentityHub.StartAsync(database, settings: keys.Settings))
        {
            token = await first.TokenAsync("operator");
        }

        await using var second = await IdentityHub.StartAsync(database, settings: keys.Settings);
        using var client = new HttpClient { BaseAddress = second.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await client.GetAsync("/identity/v1/enterprises");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_applications_token_says_which_application_it_is_and_opens_nothing_of_the_operators(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        ClientCredential credential;
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            credential = await scope.ServiceProvider.GetRequiredService<IApplicationClients>()
                .CreateAsync("network-disk", "Network Disk", ["billing.usage", "catalog.meters"], null, TestContext.Current.CancellationToken);
        }

        var token = await hub.TokenAsync(credential.ClientId, credential.ClientSecret, "billing.usage");
        using var claims = JsonDocument.Parse(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(token.Split('.')[1]));
        using var client = new HttpClient { BaseAddress = hub.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var refused = await client.GetAsync("/identity/v1/enterprises");
        using var more = await hub.AskForTokenAsync(credential.ClientId, credential.ClientSecret, "operator");
        using var wrong = await hub.AskForTokenAsync(credential.ClientId, "guessed", "billing.usage");

        Assert.Equal("network-disk", claims.RootElement.GetProperty("application").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.BadRequest, more.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task A_token_that_was_tampered_with_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var parts = (await hub.TokenAsync("billing.usage")).Split('.');
        var claims = System.Text.Encoding.UTF8.GetString(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(parts[1]));
        parts[1] = Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(System.Text.Encoding.UTF8.GetBytes(claims.Replace("billing.usage", "operator", StringComparison.Ordinal)));
        using var client = new HttpClient { BaseAddress = hub.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", string.Join('.', parts));

        using var response = await client.GetAsync("/identity/v1/enterprises");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Secrets_of_plugins_are_readable_on_every_node_and_not_in_the_stored_text()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        using var keys = new SharedKeyFile();
        string stored;
        await using (var first = await IdentityHub.StartAsync(database, settings: keys.Settings))
        {
            stored = first.Services.GetRequiredService<PluginHost.Contracts.ISecretProtector>().Protect("p4ssphrase");
        }

        await using var second = await IdentityHub.StartAsync(database, settings: keys.Settings);

        Assert.DoesNotContain("p4ssphrase", stored, StringComparison.Ordinal);
        Assert.Equal("p4ssphrase", second.Services.GetRequiredService<PluginHost.Contracts.ISecretProtector>().Unprotect(stored));
    }
}
