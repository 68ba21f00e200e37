using Microsoft.Extensions.Logging;
using Xunit;

namespace BroadbandHub.TestSupport;

/// <summary>What a host of a test logs as an error stands in the test's output: a failure that comes once in a hundred runs says why.</summary>
public sealed class ErrorsInOutput : ILoggerProvider
{
    private readonly ITestOutputHelper? output = TestContext.Current.TestOutputHelper;

    public ILogger CreateLogger(string categoryName) => new Log(categoryName, output);

    public void Dispose()
    {
    }

    private sealed class Log(string category, ITestOutputHelper? output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                if (IsEnabled(logLevel))
                {
                    output?.WriteLine($"{category}: {formatter(state, exception)}\n{exception}");
                }
            }
            catch (InvalidOperationException)
            {
                // The test has ended; its host ends a moment later.
            }
        }
    }
}
