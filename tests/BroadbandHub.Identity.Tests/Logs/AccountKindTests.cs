using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Logs;

public sealed class AccountKindTests
{
    [Fact]
    public void Whatever_happens_to_an_account_has_words_in_the_log()
    {
        var services = new ServiceCollection();
        IdentityChanges.Add(services);
        using var provider = services.BuildServiceProvider();
        var known = provider.GetServices<ChangeKind>().Select(k => k.Key).ToHashSet(StringComparer.Ordinal);
        var refusals = new[] { AccountEventKind.PasswordWrong, AccountEventKind.CodeWrong };
        Assert.DoesNotContain(Enum.GetValues<AccountEventKind>().Except(refusals).Select(SignInLog.KindOf), k => !known.Contains(k));
    }
}
