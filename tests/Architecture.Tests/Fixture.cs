namespace Architecture.Tests.Fixture
{
    /// <summary>Public where it must not be: the rule about visibility is shown red with it.</summary>
    public sealed class LeakedType;
}

namespace Architecture.Tests.Contracts
{
    /// <summary>Public where it may be.</summary>
    public sealed class PublishedType;
}

namespace Architecture.Tests
{
    /// <summary>The wiring of a module may be public.</summary>
    public static class TestsModule;
}
