using System.Reflection;

namespace CsEngage.Core.Tests.House;

/// <summary>BannedSymbols.txt sees calls; this sees signatures.</summary>
public sealed class PurityTests
{
    static readonly string[] Forbidden = ["Task", "Task`1", "ValueTask", "ValueTask`1", "IAsyncEnumerable`1", "Stream", "TimeProvider", "CancellationToken"];

    [Fact]
    public void No_member_of_Core_waits_streams_or_owns_a_clock()
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var offences =
            from type in typeof(Signal).Assembly.GetTypes()
            from member in type.GetMembers(all)
            from used in Used(member)
            where Forbidden.Contains(used.Name)
            select $"{type.Name}.{member.Name} mentions {used.Name}";
        offences.ShouldBeEmpty();
    }

    static IEnumerable<Type> Used(MemberInfo member) => (member switch
    {
        MethodBase method => method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        _ => [],
    }).SelectMany(Parts);

    static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
}
