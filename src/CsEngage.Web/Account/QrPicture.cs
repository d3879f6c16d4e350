using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace CsEngage.Web.Account;

/// <summary>A text as a QR code: one path of SVG without any style, as the content security policy wants it. Dark on white in dark mode too, or cameras would not read it.</summary>
static class QrPicture
{
    public static IHtmlContent Of(string text, string label)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var (size, path) = (code.ModuleMatrix.Count, new StringBuilder());
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                if (!code.ModuleMatrix[y][x]) continue;
                var width = 1;
                while (x + width < size && code.ModuleMatrix[y][x + width]) width++;
                path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{width}v1h-{width}z");
                x += width;
            }
        }
        return new HtmlString(string.Create(CultureInfo.InvariantCulture,
            $"<svg class=\"qr-code\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(label)}\"><rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"));
    }
}
