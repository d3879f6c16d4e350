using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsEngage.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CsEngage.Engine.Recipes;

/// <summary>
/// YAML as people write it, JSON as the database keeps it. Reads one document by events, so that depth and size are bounded here,
/// and resolves plain scalars by YAML 1.2: <c>on</c> and <c>yes</c> are words.
/// </summary>
public static partial class YamlText
{
    const int Depth = 64, Nodes = 200_000;

    /// <param name="text">One YAML document.</param>
    /// <param name="file">Name for messages.</param>
    /// <param name="firstLine">Line of the file on which the text starts.</param>
    /// <exception cref="RecipeException">It is not YAML, or nested or grown beyond measure.</exception>
    public static PlacedJson Read(string text, string file, int firstLine = 1) => new Reader(text, file, firstLine).Document();

    /// <summary>The YAML that <see cref="Read"/> reads back to the same JSON.</summary>
    public static string Write(JsonNode? node)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, EmitterSettings.Default.WithBestWidth(int.MaxValue).WithNewLine("\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, map.Count is > 0 and <= 4 && map.All(pair => IsShort(pair.Value)) && map.ToJsonString().Length < 100 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map) { Text(emitter, key); Emit(emitter, value); }
                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, list.All(IsShort) && list.ToJsonString().Length < 100 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list) Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String: Text(emitter, value.GetValue<string>()); break;
            default: emitter.Emit(new Scalar(null, null, node?.ToJsonString() ?? "null", ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false)); break;
        }
    }

    static bool IsShort(JsonNode? node) => node is null || (node is JsonValue value && (value.GetValueKind() != JsonValueKind.String || !value.GetValue<string>().Contains('\n', StringComparison.Ordinal)));

    static void Text(Emitter emitter, string text)
    {
        var style = text.Contains('\n', StringComparison.Ordinal) && !text.Split('\n').Any(line => line.EndsWith(' ') || line.EndsWith('\t')) && !char.IsWhiteSpace(text[0]) ? ScalarStyle.Literal
            : IsPlain(text) ? ScalarStyle.Plain
            // Rules are full of double quotes; between single ones they read as they are.
            : text.Contains('"', StringComparison.Ordinal) && !text.Contains('\'', StringComparison.Ordinal) && !text.Any(char.IsControl) ? ScalarStyle.SingleQuoted : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(null, null, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    static bool IsPlain(string text) => SafePlain().IsMatch(text) && Resolve(text) is JsonValue value && value.GetValueKind() == JsonValueKind.String;

    static JsonValue? Resolve(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => JsonValue.Create(true),
        "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when Integer().IsMatch(plain) && long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ when Decimal().IsMatch(plain) && decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(plain),
    };

    [GeneratedRegex(@"^[-+]?[0-9]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[\p{L}\p{N}](?:[\p{L}\p{N} _./()=<>+%$。、・ー-]*[\p{L}\p{N}).。])?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SafePlain();

    sealed class Reader(string text, string file, int firstLine)
    {
        readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
        readonly Dictionary<string, JsonNode?> anchors = new(StringComparer.Ordinal);
        readonly Parser parser = new(new StringReader(text));
        int nodes;

        public PlacedJson Document()
        {
            try
            {
                parser.Consume<StreamStart>();
                if (parser.TryConsume<StreamEnd>(out _)) return new(null, lines);
                parser.Consume<DocumentStart>();
                var root = Node("", 0);
                parser.Consume<DocumentEnd>();
                if (!parser.TryConsume<StreamEnd>(out _)) throw Fault(parser.Current!.Start, Sentence.Of("A file holds one document; remove the second \"---\"."));
                return new(root, lines);
            }
            catch (InvalidOperationException)
            {
                // The parser's way to say that the text ended, or went on, where nothing may.
                throw Fault(parser.Current?.End ?? new Mark(0, 1, 1), Sentence.Of("This is not valid YAML: something is not closed here. Check brackets, quotes and indentation."));
            }
            catch (YamlException broken)
            {
                throw Fault(broken.Start, Sentence.Of("This is not valid YAML: {0} Check the indentation and quote texts that hold \": \" or \" #\".", Message(broken)));
            }
        }

        JsonNode? Node(string pointer, int depth)
        {
            var at = parser.Current!.Start;
            lines.TryAdd(pointer, Line(at));
            if (depth > Depth) throw Fault(at, Sentence.Of("This is nested more than {0} levels deep.", Depth));
            if (++nodes > Nodes) throw Fault(at, Sentence.Of("This file is too large."));
            if (parser.TryConsume<AnchorAlias>(out var alias)) return Alias(alias);
            if (parser.TryConsume<Scalar>(out var scalar)) return Anchored(scalar, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? Resolve(scalar.Value) : JsonValue.Create(scalar.Value));
            if (parser.TryConsume<SequenceStart>(out var sequence)) return Anchored(sequence, Sequence(pointer, depth));
            return Anchored(parser.Consume<MappingStart>(), Mapping(pointer, depth));
        }

        JsonArray Sequence(string pointer, int depth)
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(Node($"{pointer}/{list.Count}", depth + 1));
            return list;
        }

        JsonObject Mapping(string pointer, int depth)
        {
            var map = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (!parser.TryConsume<Scalar>(out var key)) throw Fault(parser.Current!.Start, Sentence.Of("A name was expected here."));
                var step = pointer + PlacedJson.Step(key.Value);
                lines[step] = Line(key.Start);
                if (map.ContainsKey(key.Value)) throw Fault(key.Start, Sentence.Of("\"{0}\" is given twice; keep one.", key.Value));
                map.Add(key.Value, Node(step, depth + 1));
            }
            return map;
        }

        JsonNode? Alias(AnchorAlias alias)
        {
            if (!anchors.TryGetValue(alias.Value.Value, out var node)) throw Fault(alias.Start, Sentence.Of("*{0} is used before &{0} is given.", alias.Value.Value));
            nodes += node is null ? 1 : Count(node);
            return node?.DeepClone();
        }

        static int Count(JsonNode node) => 1 + node switch
        {
            JsonObject map => map.Sum(pair => pair.Value is null ? 1 : Count(pair.Value)),
            JsonArray list => list.Sum(item => item is null ? 1 : Count(item)),
            _ => 0,
        };

        JsonNode? Anchored(NodeEvent start, JsonNode? node)
        {
            if (!start.Anchor.IsEmpty) anchors[start.Anchor.Value] = node;
            return node;
        }

        int Line(Mark mark) => (int)mark.Line + firstLine - 1;

        RecipeException Fault(Mark at, Sentence message) => new(file, Line(at), message);

        // YamlDotNet repeats the position in front of some messages.
        static string Message(YamlException broken) => (broken.InnerException?.Message ?? broken.Message) is var text && text.EndsWith('.') ? text : text + ".";
    }
}
