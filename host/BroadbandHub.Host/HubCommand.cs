namespace BroadbandHub.Host;

/// <summary>
/// What the host does instead of serving when its first argument is a command. The other arguments and the environment are the host's usual settings, so
/// the command works on the same database and with the same keys.
/// </summary>
internal abstract record HubCommand
{
    public const string Usage = $"{CreateAdministratorCommand.Usage}\n\n{VerifyLogsCommand.Usage}";

    /// <summary>Null when there is no command; the settings that are left over go to the host.</summary>
    public static (HubCommand? Command, string[] Settings, string? Wrong) Parse(string[] arguments) => arguments switch
    {
        [] => (null, arguments, null),
        [var first, ..] when first.StartsWith('-') || first.Contains('=') => (null, arguments, null),
        [CreateAdministratorCommand.Verb, .. var rest] => CreateAdministratorCommand.Read(rest),
        [VerifyLogsCommand.Verb, .. var rest] => (new VerifyLogsCommand(), rest, null),
        _ => (null, [], $"There is no command “{arguments[0]}”."),
    };

    public abstract Task<int> RunAsync(WebApplication app, TextReader input, TextWriter output, TextWriter errors);
}
