using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace BroadbandHub.PluginHost.Admission;

/// <summary>
/// Writes signatures as text, so that a reference in a plugin and a definition in the host can be compared. Types are named without their assembly: the
/// same type may be reached through a reference assembly on one side and the runtime's own on the other. What is read may be damaged: a signature that is
/// nested too deeply, or in itself, is a <see cref="BadImageFormatException"/>, because a stack that overflows would end the process.
/// </summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, SignatureBudget>
{
    private static readonly SignatureText Provider = new();

    public static MethodSignature<string> Decode(MetadataReader reader, MethodDefinition method) =>
        method.DecodeSignature(Provider, new SignatureBudget().Spend(reader, method.Signature));

    public static string Of(MetadataReader reader, MethodDefinition method) => Of(Decode(reader, method));

    public static string Of(MetadataReader reader, FieldDefinition field) => field.DecodeSignature(Provider, new SignatureBudget().Spend(reader, field.Signature));

    public static string Of(MetadataReader reader, TypeSpecification type) => Of(reader, type, new SignatureBudget());

    /// <summary>Of a method or a field.</summary>
    public static string Of(MetadataReader reader, MemberReference member)
    {
        var budget = new SignatureBudget().Spend(reader, member.Signature);
        return member.GetKind() == MemberReferenceKind.Method ? Of(member.DecodeMethodSignature(Provider, budget)) : member.DecodeFieldSignature(Provider, budget);
    }

    private static string Of(MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "" : "static ")}`{signature.GenericParameterCount}({string.Join(",", signature.ParameterTypes)}):{signature.ReturnType}";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}*]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetFunctionPointerType(MethodSignature<string> signature) => "fn" + Of(signature);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(",", typeArguments)}>";

    public string GetGenericMethodParameter(SignatureBudget genericContext, int index) => "!!" + index;

    public string GetGenericTypeParameter(SignatureBudget genericContext, int index) => "!" + index;

    // Modifiers (init, in, volatile) are part of the identity of a member.
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} {(isRequired ? "req" : "opt")}({modifier})";

    public string GetPinnedType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => TypeNames.Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => TypeNames.Of(reader, handle);

    public string GetTypeFromSpecification(MetadataReader reader, SignatureBudget genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        Of(reader, reader.GetTypeSpecification(handle), genericContext);

    private static string Of(MetadataReader reader, TypeSpecification type, SignatureBudget budget) =>
        type.DecodeSignature(Provider, budget.Spend(reader, type.Signature));
}

/// <summary>How many bytes may be decoded for one signature, with all that it refers to: that bounds its nesting, its circles and its text.</summary>
internal sealed class SignatureBudget
{
    private const int Most = 2_000;
    private int left = Most;

    public SignatureBudget Spend(MetadataReader reader, BlobHandle signature)
    {
        left -= reader.GetBlobReader(signature).Length + 1;
        return left >= 0 ? this : throw new BadImageFormatException("A signature is too long or nested in itself.");
    }
}

/// <summary>Full names from metadata, nested types with '+'.</summary>
internal static class TypeNames
{
    /// <summary>No compiler nests types as deep as this; a type that lies in itself, in a damaged file, does.</summary>
    public const int DeepestNesting = 50;

    public static string Of(MetadataReader reader, TypeDefinitionHandle handle, int depth = 0)
    {
        CheckDepth(depth);
        var type = reader.GetTypeDefinition(handle);
        var outer = type.GetDeclaringType();
        var name = reader.GetString(type.Name);
        return outer.IsNil ? Join(reader.GetString(type.Namespace), name) : $"{Of(reader, outer, depth + 1)}+{name}";
    }

    public static string Of(MetadataReader reader, TypeReferenceHandle handle, int depth = 0)
    {
        CheckDepth(depth);
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope, depth + 1)}+{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    /// <summary>The name of a base type, interface or attribute type; generic instantiations give the generic type.</summary>
    public static string Of(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Of(reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeReference => Of(reader, (TypeReferenceHandle)handle),
        HandleKind.TypeSpecification => WithoutArguments(SignatureText.Of(reader, reader.GetTypeSpecification((TypeSpecificationHandle)handle))),
        _ => "",
    };

    public static void CheckDepth(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new BadImageFormatException("Types are nested too deeply or in themselves.");
        }
    }

    private static string WithoutArguments(string name)
    {
        var at = name.IndexOf('<', StringComparison.Ordinal);
        return at < 0 ? name : name[..at];
    }

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
