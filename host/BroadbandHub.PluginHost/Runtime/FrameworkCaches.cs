using System.Collections;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>
/// The framework keeps static caches by type, and an entry about a plugin's type keeps the plugin in memory for ever. This drops the entries that
/// mention a retiring plugin. These are internals of the runtime: the tests that count load contexts guard every update of it.
/// </summary>
internal static class FrameworkCaches
{
    private const int Depth = 3;

    /// <summary>How far below a static field caches are looked for; the one of form mapping lies six objects deep.</summary>
    private const int HolderDepth = 10;

    private static readonly (string Assembly, string Type)[] Holders =
    [
        ("Microsoft.AspNetCore.Http.Extensions", "Microsoft.AspNetCore.Http.ParameterBindingMethodCache"),
        ("Microsoft.AspNetCore.Http.Extensions", "Microsoft.AspNetCore.Http.RequestDelegateFactory"),
        ("Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Http.ParameterBindingMethodCache"),
        ("Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Internal.PropertyHelper"),
        ("Microsoft.AspNetCore.Http.Abstractions", "Microsoft.Extensions.Internal.PropertyHelper"),
        ("Microsoft.AspNetCore.Http.Extensions", "Microsoft.Extensions.Internal.PropertyHelper"),
        ("Microsoft.AspNetCore.Mvc.Core", "Microsoft.Extensions.Internal.PropertyHelper"),
        ("Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.DependencyInjection.ActivatorUtilities"),
        ("System.ComponentModel.Annotations", "System.ComponentModel.DataAnnotations.ValidationAttributeStore"),
        ("System.ComponentModel.Annotations", "System.ComponentModel.DataAnnotations.AssociatedMetadataTypeTypeDescriptor+TypeDescriptorCache"),
        ("System.ComponentModel.TypeConverter", "System.ComponentModel.TypeDescriptor"),
        ("System.ComponentModel.TypeConverter", "System.ComponentModel.ReflectTypeDescriptionProvider"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.ComponentFactory"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.DefaultComponentPropertyActivator"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.DefaultComponentActivator"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Reflection.ComponentProperties"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.CascadingParameterState"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.ChangeDetection"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.BindConverter+FormatterDelegateCache"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.BindConverter+ParserDelegateCache"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Routing.QueryParameterValueSupplier"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.AuthorizationAttributeCache"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.PersistentStateValueProviderKeyResolver"),
        ("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Infrastructure.PersistentValueProviderComponentSubscription"),
        ("Microsoft.AspNetCore.Components.Authorization", "Microsoft.AspNetCore.Components.Authorization.AttributeAuthorizeDataCache"),
        ("Microsoft.AspNetCore.Components.Forms", "Microsoft.AspNetCore.Components.Forms.FieldIdentifier"),
        ("Microsoft.AspNetCore.Components.Forms", "Microsoft.AspNetCore.Components.Forms.EditContextDataAnnotationsExtensions+DataAnnotationsEventSubscriptions"),
        ("Microsoft.AspNetCore.Components.Forms", "Microsoft.AspNetCore.Components.Forms.ExpressionMemberAccessor"),
        ("Microsoft.AspNetCore.Components.Web", "Microsoft.AspNetCore.Components.Forms.ExpressionMemberAccessor"),
        ("Microsoft.AspNetCore.Components.Web", "Microsoft.AspNetCore.Components.Forms.ExpressionFormatter"),
        ("Microsoft.AspNetCore.Components.Web", "Microsoft.AspNetCore.Components.Forms.ExpressionFormatting.ExpressionFormatter"),
        ("Microsoft.AspNetCore.Components.Web", "Microsoft.AspNetCore.Components.Forms.InputExtensions"),
        ("Microsoft.AspNetCore.Components.Endpoints", "Microsoft.AspNetCore.Components.Endpoints.EndpointComponentState"),
        ("Microsoft.AspNetCore.Components.Endpoints", "Microsoft.AspNetCore.Components.Endpoints.HttpContextFormValueMapper"),
        ("Microsoft.AspNetCore.Components.Endpoints", "Microsoft.AspNetCore.Components.Endpoints.FormMapping.HttpContextFormValueMapper"),
        ("Microsoft.AspNetCore.Components.Endpoints", "Microsoft.AspNetCore.Components.Endpoints.FormMapping.FormDataMapperOptions"),
        ("Microsoft.AspNetCore.Components.Endpoints", "Microsoft.Extensions.Internal.PropertyHelper"),
        ("Microsoft.AspNetCore.Components", "Microsoft.Extensions.Internal.PropertyHelper"),
        ("Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Internal.ServiceProviderCache"),
    ];

    private static readonly Lazy<IReadOnlyList<Type>> Types = new(Find);
    private static readonly Lazy<Action> ClearJson = new(FindJson);

    /// <param name="hostObjects">Objects of the host's container that keep such caches in their fields.</param>
    public static void Forget(AssemblyLoadContext context, IEnumerable<object> hostObjects)
    {
        foreach (var assembly in context.Assemblies)
        {
            TypeDescriptor.Refresh(assembly);
        }

        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var type in Types.Value)
        {
            foreach (var field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                // Touching a field of a class that nobody used yet would run its initialiser for nothing, but harmlessly.
                if (!field.FieldType.IsValueType && field.FieldType != typeof(string))
                {
                    ForgetIn(field.GetValue(null), context, type.Assembly, HolderDepth, seen);
                }
            }
        }

        foreach (var thing in hostObjects)
        {
            ForgetIn(thing, context, thing.GetType().Assembly, HolderDepth, seen);
        }

        ClearJson.Value();
    }

    private static void ForgetIn(object? holder, AssemblyLoadContext context, Assembly owner, int depth, HashSet<object> seen)
    {
        if (holder is null or Delegate or MemberInfo or Assembly or string || depth == 0 || !seen.Add(holder))
        {
            return;
        }

        if (holder is IDictionary dictionary)
        {
            Drop(dictionary, context);
            foreach (var value in dictionary.Values.Cast<object?>().Where(v => v?.GetType().Assembly == owner).ToArray())
            {
                ForgetIn(value, context, owner, depth - 1, seen);
            }
        }
        else if (holder is IList list)
        {
            foreach (var item in list.Cast<object?>().Where(i => i?.GetType().Assembly == owner).ToArray())
            {
                ForgetIn(item, context, owner, depth - 1, seen);
            }
        }
        else if ((holder is not IEnumerable pairs || !Clear(holder, pairs, context))
            && (holder.GetType().Assembly == owner || holder.GetType().Name.Contains("Cache", StringComparison.Ordinal)))
        {
            // A cache is often an instance in a static field that keeps its dictionaries in fields of its own, and guards them by locking itself.
            lock (holder)
            {
                foreach (var field in Fields(holder.GetType()))
                {
                    ForgetIn(field.GetValue(holder), context, owner, depth - 1, seen);
                }
            }
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsValueType && field.FieldType != typeof(string))
                {
                    yield return field;
                }
            }
        }
    }

    private static void Drop(IDictionary dictionary, AssemblyLoadContext context)
    {
        lock (dictionary.IsSynchronized ? dictionary.SyncRoot : dictionary)
        {
            var entries = dictionary.Cast<object>().ToArray();
            foreach (DictionaryEntry entry in entries.Select(AsEntry))
            {
                if (Mentions(entry.Key, context, Depth) || Mentions(entry.Value, context, Depth))
                {
                    dictionary.Remove(entry.Key);
                }
            }
        }
    }

    // Conditional weak tables and memory caches are no dictionaries; those about types are small, so they are simply emptied.
    private static bool Clear(object holder, IEnumerable pairs, AssemblyLoadContext context)
    {
        var type = holder.GetType();
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(ConditionalWeakTable<,>))
        {
            return false;
        }

        var remove = type.GetMethod("Remove", [type.GenericTypeArguments[0]])!;
        foreach (var pair in pairs.Cast<object>().ToArray())
        {
            var key = pair.GetType().GetProperty("Key")!.GetValue(pair);
            if (Mentions(key, context, Depth))
            {
                remove.Invoke(holder, [key]);
            }
        }

        return true;
    }

    private static DictionaryEntry AsEntry(object item)
    {
        if (item is DictionaryEntry entry)
        {
            return entry;
        }

        var type = item.GetType();
        return new DictionaryEntry(type.GetProperty("Key")!.GetValue(item)!, type.GetProperty("Value")!.GetValue(item));
    }

    private static bool Mentions(object? thing, AssemblyLoadContext context, int depth)
    {
        switch (thing)
        {
            case null or string or bool or int:
                return false;
            case Type type:
                return MentionsType(type, context);
            case MemberInfo member:
                return member.DeclaringType is { } declaring && MentionsType(declaring, context);
            case ParameterInfo parameter:
                return Mentions(parameter.Member, context, depth) || MentionsType(parameter.ParameterType, context);
            case Assembly assembly:
                return AssemblyLoadContext.GetLoadContext(assembly) == context;
            case Delegate call:
                return Mentions(call.Method, context, depth) || (depth > 0 && Mentions(call.Target, context, depth - 1));
            case Array array when depth > 0:
                return MentionsType(array.GetType(), context) || array.Cast<object?>().Any(e => Mentions(e, context, depth - 1));
        }

        return MentionsType(thing.GetType(), context) || (depth > 0 && thing.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(f => !f.FieldType.IsPrimitive && !f.FieldType.IsPointer && !f.FieldType.IsByRefLike)
            .Any(f => Mentions(f.GetValue(thing), context, depth - 1)));
    }

    private static bool MentionsType(Type type, AssemblyLoadContext context) =>
        AssemblyLoadContext.GetLoadContext(type.Assembly) == context
        || (type.HasElementType && MentionsType(type.GetElementType()!, context))
        || (type.IsConstructedGenericType && type.GenericTypeArguments.Any(a => MentionsType(a, context)));

    private static List<Type> Find()
    {
        var found = new List<Type>();
        foreach (var (assemblyName, typeName) in Holders)
        {
            try
            {
                if (Assembly.Load(assemblyName).GetType(typeName) is { ContainsGenericParameters: false } type)
                {
                    found.Add(type);
                }
            }
            catch (FileNotFoundException)
            {
                // This host does not use that part of the framework.
            }
        }

        return found;
    }

    /// <summary>Serialiser options that are alike share one cache of types in the whole process; the runtime's own hook for hot reload empties it.</summary>
    private static Action FindJson()
    {
        var handler = typeof(System.Text.Json.JsonSerializer).Assembly.GetType("System.Text.Json.JsonSerializerOptionsUpdateHandler");
        var clear = handler?.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
        return clear is null ? () => { } : () => clear.Invoke(null, [null]);
    }
}
