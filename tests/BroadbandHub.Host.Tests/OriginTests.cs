using System.Net;
using System.Net.Http.Json;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Host.Tests;

/// <summary>Which pages may send changes with somebody's sign-in: the hub's own, by whatever name a proxy calls it, and those that lead people to the sign-on.</summary>
public sealed class OriginTests
{
    [Fact]
    public async Task Pages_of_the_public_address_are_the_hub_s_own_and_applications_send_people_by_form()
    {
        await using var hub = await WholeHub.StartAsync(Engine.Sqlite, new() { ["Hub:PublicUrl"] = "https://hub.example/" });
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/identity/v1/enterprises", "https://hub.example"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/identity/v1/enterprises", hub.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("/identity/v1/enterprises", "http://hub.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("/identity/v1/enterprises", "https://app.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("/connect/token", "https://app.example"));
        Assert.NotEqual(HttpStatusCode.Forbidden, await PostAsync("/connect/authorize", "https://app.example"));
        Assert.NotEqual(HttpStatusCode.Forbidden, await PostAsync("/connect/end-session", "https://app.example"));

        async Task<HttpStatusCode> PostAsync(string path, string origin)
        {
            using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = hub.Address };
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = path.Contains("/v1/", StringComparison.Ordinal) ? JsonContent.Create(new { }) : new FormUrlEncodedContent([]) };
            request.Headers.Add("Origin", origin);
            using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
