using System.Collections.Frozen;
using System.Reflection;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.Admission;

/// <summary>The assemblies that plugins and host have in common: the SDK and all that its surface shows. Everything else is a plugin's own.</summary>
internal static class SharedAssemblies
{
    private static readonly string[] Roots =
    [
        "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Http", "Microsoft.Extensions.Options",
        "Microsoft.EntityFrameworkCore.Sqlite", "Pomelo.EntityFrameworkCore.MySql",
        "Microsoft.AspNetCore.Http.Results", "Microsoft.AspNetCore.Authorization", "Microsoft.AspNetCore.Authorization.Policy",
        "Microsoft.AspNetCore.Components.Web", "Microsoft.AspNetCore.Components.Forms", "Microsoft.AspNetCore.Components.Endpoints",
    ];

    private static readonly Lazy<FrozenDictionary<string, Version>> Closure = new(Walk);

    /// <summary>Simple name → the version that the host has.</summary>
    public static IReadOnlyDictionary<string, Version> All => Closure.Value;

    /// <summary>A copy of one of these in a plugin's folder is a mistake of its build: it would never be used, or split types in two.</summary>
    public static bool MayNotBeCopied(string simpleName) =>
        simpleName.StartsWith("BroadbandHub.Sdk", StringComparison.OrdinalIgnoreCase)
        || simpleName.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.OrdinalIgnoreCase)
        || simpleName.StartsWith("Pomelo.EntityFrameworkCore", StringComparison.OrdinalIgnoreCase)
        || simpleName.StartsWith("Microsoft.AspNetCore", StringComparison.OrdinalIgnoreCase);

    private static FrozenDictionary<string, Version> Walk()
    {
        var found = new Dictionary<string, Version>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<AssemblyName>(
            new[] { typeof(IPlugin), typeof(PortalSection), typeof(PluginDb), typeof(DbContext) }.Select(t => t.Assembly.GetName())
                .Concat(Roots.Select(r => new AssemblyName(r))));
        while (queue.TryDequeue(out var name))
        {
            if (found.ContainsKey(name.Name!))
            {
                continue;
            }

            Assembly assembly;
            try
            {
                assembly = Assembly.Load(name);
            }
            catch (FileNotFoundException)
            {
                // Something that only a reference on paper needs: no plugin can use it either.
                continue;
            }

            found[name.Name!] = assembly.GetName().Version ?? new Version();
            foreach (var reference in assembly.GetReferencedAssemblies())
            {
                queue.Enqueue(reference);
            }
        }

        return found.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
