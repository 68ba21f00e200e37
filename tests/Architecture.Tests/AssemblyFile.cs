using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

internal sealed record PublicType(string Namespace, string Name, IReadOnlyList<string> Bases);

/// <summary>What the rules need of a compiled assembly, read from its metadata.</summary>
internal sealed record AssemblyFile(Version Version, IReadOnlyList<string> References, IReadOnlyList<PublicType> PublicTypes)
{
    public static AssemblyFile Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new InvalidOperationException($"{file} is not there; build the solution first.");
        }

        using var pe = new PEReader(File.OpenRead(file));
        var metadata = pe.GetMetadataReader();
        return new AssemblyFile(
            metadata.GetAssemblyDefinition().Version,
            [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))],
            [.. metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Where(t => (t.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                .Select(t => new PublicType(metadata.GetString(t.Namespace), metadata.GetString(t.Name), [.. Bases(metadata, t.BaseType)]))]);
    }

    private static IEnumerable<string> Bases(MetadataReader metadata, EntityHandle handle)
    {
        while (!handle.IsNil)
        {
            switch (handle.Kind)
            {
                case HandleKind.TypeReference:
                    var reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
                    yield return $"{metadata.GetString(reference.Namespace)}.{metadata.GetString(reference.Name)}";
                    yield break;
                case HandleKind.TypeDefinition:
                    var definition = metadata.GetTypeDefinition((TypeDefinitionHandle)handle);
                    yield return $"{metadata.GetString(definition.Namespace)}.{metadata.GetString(definition.Name)}";
                    handle = definition.BaseType;
                    break;
                case HandleKind.TypeSpecification:
                    // A generic base: its open type is the first coded token of the signature.
                    var blob = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                    if (blob.ReadCompressedInteger() != (int)SignatureTypeCode.GenericTypeInstance)
                    {
                        yield break;
                    }

                    blob.ReadByte();
                    handle = blob.ReadTypeHandle();
                    break;
                default:
                    yield break;
            }
        }
    }
}
