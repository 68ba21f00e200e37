namespace BroadbandHub.Sdk.Testing;

/// <summary>Gives clients over the handler of the test, or over the network.</summary>
internal sealed class FakeHttpClientFactory(HttpMessageHandler? handler) : IHttpClientFactory
{
    public HttpClient CreateClient(string name) => handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
}
