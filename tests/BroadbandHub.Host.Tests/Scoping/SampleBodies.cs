namespace BroadbandHub.Host.Tests.Scoping;

internal static class SampleBodies
{
    public const string Plan = """{"currency":"CNY","components":[{"type":"flatMonthly","key":"fee","name":{"en":"Fee"},"taxCategory":"zero","amount":10}]}""";

    public const string Usage = """{"events":[{"id":"{new name}","subscription":"{subscription}","meter":"requests","quantity":"1","time":"{today}T00:00:00+08:00"}]}""";
}
