using BroadbandHub.Identity.Accounts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed class RoleTests
{
    private static readonly RoleBook Book = new(
        [Define("billing.runs.approve", Audience.Operator), Define("billing.bills.read", Audience.Operator), Define("billing.bills.read", Audience.Enterprise), Define("system.plugins.read", Audience.Operator)],
        new NoPlugins());

    [Theory]
    [InlineData("operator.administrator", "billing.runs.approve", true)]
    [InlineData("operator.administrator", "system.plugins.read", true)]
    [InlineData("operator.administrator", "news.write", true)]
    [InlineData("operator.administrator", "nobody.declared.this", false)]
    [InlineData("operator.clerk", "billing.bills.read", true)]
    [InlineData("operator.clerk", "news.write", true)]
    [InlineData("operator.clerk", "billing.runs.approve", false)]
    [InlineData("operator.clerk", "system.plugins.read", false)]
    [InlineData("enterprise.administrator", "billing.bills.read", true)]
    [InlineData("enterprise.administrator", "billing.runs.approve", false)]
    [InlineData("enterprise.employee", "billing.bills.read", false)]
    [InlineData("partner.administrator", "billing.bills.read", false)]
    [InlineData("no.such.role", "billing.bills.read", false)]
    public void A_role_gives_what_is_declared_for_its_audience(string role, string permission, bool gives) => Assert.Equal(gives, Book.Gives(role, permission));

    private static PermissionDefinition Define(string name, Audience audience) => new(name, new LocalText(name), audience);
}
