using BroadbandHub.Identity;

namespace BroadbandHub.Host;

/// <summary>The first administrator, or one who is locked out.</summary>
internal sealed record CreateAdministratorCommand(string Email, string? Name, bool PasswordFromInput) : HubCommand
{
    public const string Verb = "create-administrator";

    public new const string Usage =
        $"""
        {Verb} --email you@example.com [--name "Your name"] [--password-stdin]

          Makes an administrator of the hub, or lets one in again who is locked out, and prints a link (good once, for three days)
          with which the password is chosen. With --password-stdin the password is the first line of the input instead.
        """;

    public static (HubCommand? Command, string[] Settings, string? Wrong) Read(string[] arguments)
    {
        string? email = null;
        string? name = null;
        var fromInput = false;
        var settings = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--email" when i + 1 < arguments.Length:
                    email = arguments[++i];
                    break;
                case "--name" when i + 1 < arguments.Length:
                    name = arguments[++i];
                    break;
                case "--password-stdin":
                    fromInput = true;
                    break;
                default:
                    settings.Add(arguments[i]);
                    break;
            }
        }

        return email is null ? (null, [], "Say whose account it is with --email.") : (new CreateAdministratorCommand(email, name, fromInput), [.. settings], null);
    }

    public override async Task<int> RunAsync(WebApplication app, TextReader input, TextWriter output, TextWriter errors)
    {
        var password = PasswordFromInput ? await input.ReadLineAsync() ?? "" : null;
        var made = await app.Services.CreateAdministratorAsync(Email, Name, password);
        if (!made.IsOk)
        {
            await errors.WriteLineAsync(made.Error!.Message);
            return 1;
        }

        await output.WriteLineAsync(made.Value.IsNew ? $"{made.Value.Email} is an administrator of this hub." : $"{made.Value.Email} was there already and is an administrator of this hub now; all sessions have ended.");
        if (made.Value.PasswordLink is { } link)
        {
            var address = app.Configuration["Hub:PublicUrl"] is { Length: > 0 } given ? given : (app.Configuration["Urls"] ?? "").Split(';')[0];
            await output.WriteLineAsync($"Choose the password within three days, once, at\n\n  {address.TrimEnd('/')}/{link}\n");
        }

        return 0;
    }
}
