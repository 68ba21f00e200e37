using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.PluginHost.Admission;

/// <summary>The types and members of the SDK as this host has them, read from its own SDK dlls.</summary>
internal sealed class HostSurface
{
    private static readonly Lazy<HostSurface> Own = new(() => new HostSurface(
        new[] { typeof(IPlugin).Assembly, typeof(PortalSection).Assembly, typeof(PluginDb).Assembly }.Select(a => a.Location)));

    private readonly FrozenDictionary<string, SurfaceType> types;

    public HostSurface(IEnumerable<string> files)
    {
        var all = new Dictionary<string, SurfaceType>(StringComparer.Ordinal);
        var assemblies = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var pe = new PEReader(File.OpenRead(file));
            var reader = pe.GetMetadataReader();
            assemblies.Add(reader.GetString(reader.GetAssemblyDefinition().Name));
            foreach (var handle in reader.TypeDefinitions)
            {
                all[TypeNames.Of(reader, handle)] = Read(reader, reader.GetTypeDefinition(handle));
            }
        }

        types = all.ToFrozenDictionary(StringComparer.Ordinal);
        Assemblies = assemblies;
    }

    public static HostSurface Current => Own.Value;

    public IReadOnlySet<string> Assemblies { get; }

    public bool HasType(string name) => types.TryGetValue(name, out var type) && type.IsVisible;

    /// <summary>Whether the type, or a base type of it, has the member. A base type outside the SDK ends the search in favour of the plugin.</summary>
    public bool HasMember(string typeName, string member)
    {
        for (var name = typeName; name is not null;)
        {
            if (!types.TryGetValue(name, out var type))
            {
                return name != typeName && !name.StartsWith("System.", StringComparison.Ordinal);
            }

            if (type.Members.Contains(member))
            {
                return true;
            }

            name = type.BaseName;
        }

        return false;
    }

    private static SurfaceType Read(MetadataReader reader, TypeDefinition type)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            if ((method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
            {
                members.Add(reader.GetString(method.Name) + SignatureText.Of(reader, method));
            }
        }

        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if ((field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem)
            {
                members.Add($"{reader.GetString(field.Name)} {SignatureText.Of(reader, field)}");
            }
        }

        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        var isVisible = visibility is TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem;
        return new SurfaceType(isVisible, type.BaseType.IsNil ? null : TypeNames.Of(reader, type.BaseType), members.ToFrozenSet(StringComparer.Ordinal));
    }

    private sealed record SurfaceType(bool IsVisible, string? BaseName, FrozenSet<string> Members);
}
