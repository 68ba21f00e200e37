using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using BroadbandHub.PluginHost.Manifests;

namespace BroadbandHub.PluginHost.Admission;

/// <summary>Reads an assembly of a plugin as data: nothing of it is loaded, none of its code runs.</summary>
internal sealed class AssemblyCheck : IDisposable
{
    private const string EntryInterface = "BroadbandHub.Sdk.IPlugin";
    private readonly PEReader pe;
    private readonly MetadataReader reader;
    private readonly string file;

    public AssemblyCheck(string path)
    {
        file = Path.GetFileName(path);
        try
        {
            pe = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
            reader = pe.HasMetadata ? pe.GetMetadataReader() : throw new BadImageFormatException();
        }
        catch (BadImageFormatException)
        {
            throw new RejectedException($"{file} is not a .NET assembly; build and lay out the plugin again.");
        }
    }

    /// <summary>False for native libraries and whatever else may be called .dll.</summary>
    public static bool IsManaged(string path)
    {
        try
        {
            using var pe = new PEReader(File.OpenRead(path));
            return pe.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    public void Dispose() => pe.Dispose();

    public void CheckFramework()
    {
        var value = reader.GetAssemblyDefinition().GetCustomAttributes()
            .Select(reader.GetCustomAttribute)
            .Where(a => AttributeName(a) == "System.Runtime.Versioning.TargetFrameworkAttribute")
            .Select(a => a.Value)
            .FirstOrDefault();
        var blob = value.IsNil ? default : reader.GetBlobReader(value);
        var framework = value.IsNil || blob.ReadUInt16() != 1 ? "" : blob.ReadSerializedString() ?? "";
        var accepted = framework.StartsWith(".NETCoreApp,Version=v", StringComparison.Ordinal)
            && Version.TryParse(framework[".NETCoreApp,Version=v".Length..], out var version)
            && version.Major >= 8 && version.Major <= Environment.Version.Major;
        if (!accepted)
        {
            throw new RejectedException($"{file} is built for {(framework.Length == 0 ? "an unknown framework" : framework)}; build it for net{Environment.Version.Major}.0.");
        }
    }

    /// <summary>For the entry assembly.</summary>
    public void CheckReferences(HostSurface surface)
    {
        if (reader.AssemblyReferences.Select(reader.GetAssemblyReference).All(r => reader.GetString(r.Name) != "BroadbandHub.Sdk"))
        {
            throw new RejectedException($"{file} does not reference BroadbandHub.Sdk, so it is no plugin; name the plugin's own assembly in plugin.json.");
        }

        CheckLibraryReferences(surface);
    }

    /// <summary>For every assembly: what it shares with the host is not newer than the host's, and it asks for nothing of the host's own.</summary>
    public void CheckLibraryReferences(HostSurface surface)
    {
        foreach (var (name, version) in reader.AssemblyReferences.Select(reader.GetAssemblyReference).Select(r => (reader.GetString(r.Name), r.Version)))
        {
            if (SharedAssemblies.All.TryGetValue(name, out var own) && version > own)
            {
                throw new RejectedException($"{file} needs {name} {version}, this hub has {own}; build the plugin against that version or update the hub.");
            }

            if (name.StartsWith("BroadbandHub.", StringComparison.Ordinal) && !surface.Assemblies.Contains(name))
            {
                CheckOwn(name);
            }
        }
    }

    /// <summary>The full name of the one entry class.</summary>
    public string FindEntry()
    {
        var entries = reader.TypeDefinitions.Where(IsEntry).ToList();
        var name = entries.Count switch
        {
            1 => TypeNames.Of(reader, entries[0]),
            0 => throw new RejectedException($"{file} has no public class that implements IPlugin; add one."),
            _ => throw new RejectedException(
                $"{file} has {entries.Count} public classes that implement IPlugin ({string.Join(", ", entries.Select(e => TypeNames.Of(reader, e)))}); leave one."),
        };
        var canBeMade = reader.GetTypeDefinition(entries[0]).GetMethods().Select(reader.GetMethodDefinition).Any(m =>
            reader.GetString(m.Name) == ".ctor" && (m.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public
            && SignatureText.Decode(reader, m).ParameterTypes.Length == 0);
        return canBeMade ? name : throw new RejectedException($"{name} has no public constructor without parameters; add one.");
    }

    public void CheckRenderModes()
    {
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (!type.BaseType.IsNil && TypeNames.Of(reader, type.BaseType) == "Microsoft.AspNetCore.Components.RenderModeAttribute")
            {
                var component = type.GetDeclaringType();
                var name = component.IsNil ? TypeNames.Of(reader, handle) : TypeNames.Of(reader, component);
                throw new RejectedException($"The component {name} has a render mode of its own and would go on running after the plugin is disabled; remove @rendermode.");
            }
        }
    }

    /// <summary>Every type and member of the SDK that the plugin uses exists in this host, with the same signature.</summary>
    public void CheckSurface(HostSurface surface)
    {
        var wanted = reader.TypeReferences
            .Where(h => surface.Assemblies.Contains(ScopeOf(h)))
            .ToDictionary(h => (EntityHandle)h, h => TypeNames.Of(reader, h));
        foreach (var name in wanted.Values.Where(name => !surface.HasType(name)))
        {
            throw Missing($"the type {name}");
        }

        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (SdkTypeOf(member.Parent, wanted) is not { } type)
            {
                continue;
            }

            var name = reader.GetString(member.Name);
            var key = $"{name}{(member.GetKind() == MemberReferenceKind.Method ? "" : " ")}{SignatureText.Of(reader, member)}";
            if (!surface.HasMember(type, key))
            {
                throw Missing($"the member {type}.{name}");
            }
        }
    }

    public IEnumerable<string> Warnings()
    {
        var imports = reader.TypeDefinitions.SelectMany(t => reader.GetTypeDefinition(t).GetMethods())
            .Select(reader.GetMethodDefinition)
            .Where(m => (m.Attributes & MethodAttributes.PinvokeImpl) != 0)
            .Select(m => reader.GetString(reader.GetModuleReference(m.GetImport().Module).Name))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        if (imports.Count > 0)
        {
            yield return $"{file} calls native code in {string.Join(", ", imports)}.";
        }

        var module = reader.GetTypeDefinition(MetadataTokensOfModule);
        if (module.GetMethods().Select(reader.GetMethodDefinition).Any(m => reader.GetString(m.Name) == ".cctor"))
        {
            yield return $"{file} has a module initialiser: code that runs as soon as it is loaded.";
        }
    }

    // The first row of the type table is the pseudo-class <Module>.
    private static TypeDefinitionHandle MetadataTokensOfModule => System.Reflection.Metadata.Ecma335.MetadataTokens.TypeDefinitionHandle(1);

    private void CheckOwn(string name)
    {
        // The host's own assemblies are not for plugins: they would be found at run time and bind the plugin to internals.
        if (AppDomain.CurrentDomain.GetAssemblies().Any(a => a.GetName().Name == name))
        {
            throw new RejectedException($"{file} references {name}, which belongs to the hub itself; plugins may use the SDK only.");
        }
    }

    private bool IsEntry(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public || (type.Attributes & TypeAttributes.Abstract) != 0
            || (type.Attributes & TypeAttributes.Interface) != 0)
        {
            return false;
        }

        var current = type;
        for (var depth = 0; ; depth++)
        {
            TypeNames.CheckDepth(depth);
            if (current.GetInterfaceImplementations().Any(i => TypeNames.Of(reader, reader.GetInterfaceImplementation(i).Interface) == EntryInterface))
            {
                return true;
            }

            if (current.BaseType.Kind != HandleKind.TypeDefinition)
            {
                return false;
            }

            current = reader.GetTypeDefinition((TypeDefinitionHandle)current.BaseType);
        }
    }

    private string? SdkTypeOf(EntityHandle parent, Dictionary<EntityHandle, string> wanted)
    {
        if (parent.Kind == HandleKind.TypeReference)
        {
            return wanted.GetValueOrDefault(parent);
        }

        // A member of a generic type: its parent is an instantiation.
        return parent.Kind == HandleKind.TypeSpecification && TypeNames.Of(reader, parent) is var name && wanted.ContainsValue(name) ? name : null;
    }

    private string ScopeOf(TypeReferenceHandle handle, int depth = 0)
    {
        TypeNames.CheckDepth(depth);
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            HandleKind.TypeReference => ScopeOf((TypeReferenceHandle)scope, depth + 1),
            _ => "",
        };
    }

    private string AttributeName(CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MemberReference => TypeNames.Of(reader, reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent),
        HandleKind.MethodDefinition => TypeNames.Of(reader, reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()),
        _ => "",
    };

    private RejectedException Missing(string what) =>
        new($"{file} uses {what} of the SDK, which this hub does not have; update the hub, or build the plugin against the hub's SDK version.");
}
