using BroadbandHub.Portal.Contracts;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Portal.Tests.Shell;

public sealed class ReturnUrlTests
{
    [Theory]
    [InlineData("/console/plugins?x=1", "/console/plugins?x=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/a\r\nLocation: x", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Only_a_path_of_this_hub_is_gone_back_to(string? wanted, string goesTo) => Assert.Equal(goesTo, ReturnUrl.Safe(wanted));

    [Theory]
    [InlineData("/console", "text/html,application/xhtml+xml", true)]
    [InlineData("/s/portal.news/articles", "text/html", true)]
    [InlineData("/billing/v1/usage", "text/html", false)]
    [InlineData("/plugins/portal.news/feed", "text/html", false)]
    [InlineData("/connect/token", "text/html", false)]
    [InlineData("/console", "*/*", false)]
    public void People_get_pages_and_programs_get_problem_json(string path, string accept, bool people)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = path;
        context.Request.Headers.Accept = accept;

        Assert.Equal(people, context.Request.IsForPeople());
    }
}
