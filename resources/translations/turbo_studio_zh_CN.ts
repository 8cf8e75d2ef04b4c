<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Turbo Studio</source>
        <translation>关于 Turbo Studio</translation>
    </message>
    <message>
        <source>Turbo Studio {0}</source>
        <translation>Turbo Studio {0}</translation>
    </message>
    <message>
        <source>Edit pictures by hand with an image model. MIT licence.</source>
        <translation>借助图像模型手工编辑图片。MIT 许可证。</translation>
    </message>
    <message>
        <source>Made with Qt {0} (LGPL), Lucide icons (ISC), httpx, Pillow and numpy.</source>
        <translation>使用 Qt {0}（LGPL）、Lucide 图标（ISC）、httpx、Pillow 和 numpy 制作。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Gallery</source>
        <translation>图库(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Mask Loo&amp;k</source>
        <translation>蒙版外观(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Surround</source>
        <translation>周围底色(&amp;S)</translation>
    </message>
    <message>
        <source>Mar&amp;ks</source>
        <translation>标记(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Open Images…</source>
        <translation>打开图片(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Paste as Source</source>
        <translation>粘贴为源图(&amp;P)</translation>
    </message>
    <message>
        <source>Reopen &amp;Work Put Aside</source>
        <translation>重新打开搁置的工作(&amp;W)</translation>
    </message>
    <message>
        <source>Move Source &amp;Earlier</source>
        <translation>源图前移(&amp;E)</translation>
    </message>
    <message>
        <source>Move Source &amp;Later</source>
        <translation>源图后移(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Remove Source</source>
        <translation>移除源图(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Generate or Edit</source>
        <translation>生成或编辑(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Cancel Job</source>
        <translation>取消任务(&amp;C)</translation>
    </message>
    <message>
        <source>R&amp;un Job Again</source>
        <translation>再次运行任务(&amp;U)</translation>
    </message>
    <message>
        <source>Pause &amp;Jobs</source>
        <translation>暂停任务(&amp;J)</translation>
    </message>
    <message>
        <source>Cancel Jobs T&amp;hat Wait</source>
        <translation>取消等待中的任务(&amp;H)</translation>
    </message>
    <message>
        <source>Co&amp;nnect…</source>
        <translation>连接(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Select &amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Select &amp;None</source>
        <translation>取消选择(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>笔刷(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>橡皮擦(&amp;E)</translation>
    </message>
    <message>
        <source>L&amp;asso</source>
        <translation>套索(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Rectangle</source>
        <translation>矩形(&amp;R)</translation>
    </message>
    <message>
        <source>E&amp;llipse</source>
        <translation>椭圆(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Wand</source>
        <translation>魔棒(&amp;W)</translation>
    </message>
    <message>
        <source>O&amp;utline Object</source>
        <translation>智能轮廓(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Swap Paint and Erase</source>
        <translation>切换绘制与擦除(&amp;S)</translation>
    </message>
    <message>
        <source>Back to &amp;Paint</source>
        <translation>回到绘制(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Fill Mask</source>
        <translation>填满蒙版(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Clear Mask</source>
        <translation>清除蒙版(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Invert Mask</source>
        <translation>反转蒙版(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Grow…</source>
        <translation>扩展(&amp;G)…</translation>
    </message>
    <message>
        <source>Shrin&amp;k…</source>
        <translation>收缩(&amp;K)…</translation>
    </message>
    <message>
        <source>Smoo&amp;th…</source>
        <translation>平滑(&amp;T)…</translation>
    </message>
    <message>
        <source>Fill &amp;Holes</source>
        <translation>填充孔洞(&amp;H)</translation>
    </message>
    <message>
        <source>Remo&amp;ve Specks…</source>
        <translation>去除杂点(&amp;V)…</translation>
    </message>
    <message>
        <source>Feathere&amp;d Preview</source>
        <translation>羽化预览(&amp;D)</translation>
    </message>
    <message>
        <source>Feather Si&amp;ze…</source>
        <translation>羽化半径(&amp;Z)…</translation>
    </message>
    <message>
        <source>From Transparenc&amp;y</source>
        <translation>从透明区域创建(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Open as Mask…</source>
        <translation>打开为蒙版(&amp;O)…</translation>
    </message>
    <message>
        <source>Paste as &amp;Mask</source>
        <translation>粘贴为蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>Save Mask as P&amp;NG…</source>
        <translation>将蒙版存储为 PNG(&amp;N)…</translation>
    </message>
    <message>
        <source>Brush S&amp;maller</source>
        <translation>缩小笔刷(&amp;M)</translation>
    </message>
    <message>
        <source>Brush &amp;Larger</source>
        <translation>放大笔刷(&amp;L)</translation>
    </message>
    <message>
        <source>Brush S&amp;ofter</source>
        <translation>笔刷更软(&amp;O)</translation>
    </message>
    <message>
        <source>Brush &amp;Harder</source>
        <translation>笔刷更硬(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>抓手(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>缩放(&amp;Z)</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>100 %(&amp;1)</translation>
    </message>
    <message>
        <source>&amp;Mask Overlay</source>
        <translation>显示蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Tint</source>
        <translation>着色(&amp;T)</translation>
    </message>
    <message>
        <source>Marching &amp;Outline</source>
        <translation>流动轮廓线(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Black and White</source>
        <translation>黑白(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Stripes</source>
        <translation>斜纹(&amp;S)</translation>
    </message>
    <message>
        <source>Mark &amp;What Stays</source>
        <translation>标示保持不变的部分(&amp;W)</translation>
    </message>
    <message>
        <source>As the &amp;Theme</source>
        <translation>跟随主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Black</source>
        <translation>黑色(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Dark Grey</source>
        <translation>深灰(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Middle Grey</source>
        <translation>中灰(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Light Grey</source>
        <translation>浅灰(&amp;L)</translation>
    </message>
    <message>
        <source>Pi&amp;xel Grid</source>
        <translation>像素网格(&amp;X)</translation>
    </message>
    <message>
        <source>Picture without mask, while held</source>
        <translation>按住时只看原图</translation>
    </message>
    <message>
        <source>Hide &amp;Panels</source>
        <translation>隐藏面板(&amp;P)</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Fin&amp;d Results</source>
        <translation>查找结果(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Use as Source</source>
        <translation>用作源图(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Reuse Settings</source>
        <translation>沿用设置(&amp;R)</translation>
    </message>
    <message>
        <source>Reo&amp;pen with Its Sources</source>
        <translation>连同源图重新打开(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Edit from the Original</source>
        <translation>从原图开始编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Show Li&amp;neage</source>
        <translation>显示来历(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Copy Image</source>
        <translation>复制图片(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Open Picture</source>
        <translation>打开图片(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Show in Folder</source>
        <translation>在文件夹中显示(&amp;S)</translation>
    </message>
    <message>
        <source>Comp&amp;are</source>
        <translation>对比(&amp;A)</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>Contact S&amp;heet…</source>
        <translation>联系表(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Quick Look</source>
        <translation>快速查看(&amp;Q)</translation>
    </message>
    <message>
        <source>On the &amp;Whole Screen</source>
        <translation>全屏查看(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Pick</source>
        <translation>选取(&amp;P)</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>排除(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Neither</source>
        <translation>都不是(&amp;N)</translation>
    </message>
    <message>
        <source>N&amp;o Stars</source>
        <translation>无星级(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;1 ★</source>
        <translation>★(&amp;1)</translation>
    </message>
    <message>
        <source>&amp;2 ★★</source>
        <translation>★★(&amp;2)</translation>
    </message>
    <message>
        <source>&amp;3 ★★★</source>
        <translation>★★★(&amp;3)</translation>
    </message>
    <message>
        <source>&amp;4 ★★★★</source>
        <translation>★★★★(&amp;4)</translation>
    </message>
    <message>
        <source>&amp;5 ★★★★★</source>
        <translation>★★★★★(&amp;5)</translation>
    </message>
    <message>
        <source>&amp;Red</source>
        <translation>红色(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Yellow</source>
        <translation>黄色(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;Green</source>
        <translation>绿色(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Blue</source>
        <translation>蓝色(&amp;B)</translation>
    </message>
    <message>
        <source>P&amp;urple</source>
        <translation>紫色(&amp;U)</translation>
    </message>
    <message>
        <source>No &amp;Label</source>
        <translation>无标签(&amp;L)</translation>
    </message>
    <message>
        <source>Add to Collect&amp;ion…</source>
        <translation>添加到收藏集(&amp;I)…</translation>
    </message>
    <message>
        <source>Re&amp;move from Collection</source>
        <translation>从收藏集中移除(&amp;M)</translation>
    </message>
    <message>
        <source>Move to &amp;Trash</source>
        <translation>移到回收站(&amp;T)</translation>
    </message>
    <message>
        <source>Bring Back Recentl&amp;y Deleted</source>
        <translation>恢复最近删除的结果(&amp;Y)</translation>
    </message>
    <message>
        <source>Find Missing &amp;File…</source>
        <translation>查找缺失的文件(&amp;F)…</translation>
    </message>
    <message>
        <source>Remove Missing from Ga&amp;llery</source>
        <translation>从图库移除缺失项(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Verify Files…</source>
        <translation>校验文件(&amp;V)…</translation>
    </message>
    <message>
        <source>Re&amp;build Index</source>
        <translation>重建索引(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Turbo Studio</source>
        <translation>关于 Turbo Studio(&amp;A)</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Space+drag, middle drag</source>
        <translation>空格+拖动，中键拖动</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Zoom in to a frame</source>
        <translation>放大框选区域</translation>
    </message>
    <message>
        <source>Z, then drag</source>
        <translation>Z，然后拖动</translation>
    </message>
    <message>
        <source>Scroll, with any tool</source>
        <translation>滚动（任何工具）</translation>
    </message>
    <message>
        <source>Ctrl+arrows, Page Up, Page Down, Home, End</source>
        <translation>Ctrl+方向键、Page Up、Page Down、Home、End</translation>
    </message>
    <message>
        <source>Change the brush size</source>
        <translation>调整笔刷大小</translation>
    </message>
    <message>
        <source>Ctrl+Alt+wheel</source>
        <translation>Ctrl+Alt+滚轮</translation>
    </message>
    <message>
        <source>Straight line from the last point</source>
        <translation>从上一点画直线</translation>
    </message>
    <message>
        <source>Shift+click</source>
        <translation>Shift+单击</translation>
    </message>
    <message>
        <source>Keep a stroke level or upright</source>
        <translation>使笔画保持水平或竖直</translation>
    </message>
    <message>
        <source>Shift while dragging</source>
        <translation>拖动时按 Shift</translation>
    </message>
    <message>
        <source>Add to the mask, subtract from it, intersect with it</source>
        <translation>添加到蒙版、从蒙版减去、与蒙版相交</translation>
    </message>
    <message>
        <source>Shift, Alt, Shift+Alt at the start of a selection</source>
        <translation>开始选取时按 Shift、Alt、Shift+Alt</translation>
    </message>
    <message>
        <source>Square or circle, from the middle</source>
        <translation>正方形或圆形，从中心开始</translation>
    </message>
    <message>
        <source>Shift, Alt while dragging</source>
        <translation>拖动时按 Shift、Alt</translation>
    </message>
    <message>
        <source>Lasso: set corners, close, take one back, give up</source>
        <translation>套索:设置角点、闭合、撤回一点、放弃</translation>
    </message>
    <message>
        <source>Clicks, Enter or double click, Backspace, Esc</source>
        <translation>单击、Enter 或双击、Backspace、Esc</translation>
    </message>
    <message>
        <source>Rectangle, ellipse: make and move, resize, by 10, select</source>
        <translation>矩形、椭圆:创建并移动、调整大小、以 10 为步长、选取</translation>
    </message>
    <message>
        <source>Arrows, Ctrl+arrows, with Shift, Enter</source>
        <translation>方向键、Ctrl+方向键、加 Shift、Enter</translation>
    </message>
    <message>
        <source>Wand: set the tolerance, by keys as well</source>
        <translation>魔棒：设置容差，也可用键盘</translation>
    </message>
    <message>
        <source>Drag left or right; Enter, arrows, Enter</source>
        <translation>左右拖动；回车键、方向键、回车键</translation>
    </message>
    <message>
        <source>Other tools: move by keys, by 10, use</source>
        <translation>其他工具:用键盘移动、以 10 为步长、使用</translation>
    </message>
    <message>
        <source>Arrows, with Shift, Space or Enter</source>
        <translation>方向键、加 Shift、空格或 Enter</translation>
    </message>
    <message>
        <source>Modes in their order</source>
        <translation>按顺序切换模式</translation>
    </message>
    <message>
        <source>Divider, opacity, amplification</source>
        <translation>分隔线、不透明度、放大倍数</translation>
    </message>
    <message>
        <source>Left, Right, with Shift by 10</source>
        <translation>左、右方向键，加 Shift 一次十步</translation>
    </message>
    <message>
        <source>Swap A and B</source>
        <translation>交换 A 与 B</translation>
    </message>
    <message>
        <source>Show the mask</source>
        <translation>显示蒙版</translation>
    </message>
    <message>
        <source>The other picture, while they blink</source>
        <translation>闪烁时换另一张</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Back to where you came from</source>
        <translation>返回原处</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>1 to 7</source>
        <translation>1 至 7</translation>
    </message>
    <message>
        <source>Next or previous control</source>
        <translation>下一个或上一个控件</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab、Shift+Tab</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何位置</translation>
    </message>
    <message>
        <source>On the canvas</source>
        <translation>画布上</translation>
    </message>
    <message>
        <source>In the results</source>
        <translation>结果中</translation>
    </message>
    <message>
        <source>While comparing</source>
        <translation>对比时</translation>
    </message>
</context>
<context>
    <name>BoxNumbers</name>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Left edge in pixels</source>
        <translation>左边缘(像素)</translation>
    </message>
    <message>
        <source>Y</source>
        <translation>Y</translation>
    </message>
    <message>
        <source>Upper edge in pixels</source>
        <translation>上边缘(像素)</translation>
    </message>
    <message>
        <source>W</source>
        <translation>宽</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>宽度(像素)</translation>
    </message>
    <message>
        <source>H</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>高度(像素)</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选取</translation>
    </message>
    <message>
        <source>Let this box join the mask (Enter)</source>
        <translation>将此框应用到蒙版 (Enter)</translation>
    </message>
</context>
<context>
    <name>BrushOptions</name>
    <message>
        <source>Paint</source>
        <translation>绘制</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>笔刷大小</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Brush hardness</source>
        <translation>笔刷硬度</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Spacing, pen pressure and stabiliser</source>
        <translation>间距、压感与防抖</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
</context>
<context>
    <name>BrushPopup</name>
    <message>
        <source>More about the brush</source>
        <translation>更多画笔选项</translation>
    </message>
    <message>
        <source>Spacing</source>
        <translation>间距</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Stabiliser</source>
        <translation>防抖</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Pressure changes the size</source>
        <translation>压感控制大小</translation>
    </message>
    <message>
        <source>Pressure changes the hardness</source>
        <translation>压感控制硬度</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>The shown picture and its mask: what will change</source>
        <translation>当前图片及其蒙版：即将改变的区域</translation>
    </message>
</context>
<context>
    <name>Chosen</name>
    <message>
        <source>{0} results are chosen. At most {1} can be worked on at once: choose fewer.</source>
        <translation>已选择 {0} 个结果。一次最多处理 {1} 个，请少选一些。</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Only the mask of image 1 is sent. Move this image to the front to send its mask.</source>
        <translation>只会发送图 1 的蒙版。要发送这张图片的蒙版，请将它移到最前面。</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Open images as sources</source>
        <translation>打开图片作为源图</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>剪贴板上没有图片。</translation>
    </message>
    <message numerus="yes">
        <source>The index was built anew: %n result(s).</source>
        <translation>
            <numerusform>索引已重建：共 %n 个结果。</numerusform>
        </translation>
    </message>
    <message>
        <source>Find a copy of {0}</source>
        <translation>查找 {0} 的副本</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) moved to the trash.</source>
        <translation>
            <numerusform>已将 %n 个结果移到回收站。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) taken out of the gallery.</source>
        <translation>
            <numerusform>已将 %n 个结果移出图库。</numerusform>
        </translation>
    </message>
    <message>
        <source>This disk has no trash: the pictures are kept in {0} until you delete them there.</source>
        <translation>此磁盘没有回收站：图片保存在 {0} 中，直到您在那里将其删除。</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) left in place: links, or files of other results too.</source>
        <translation>
            <numerusform>有 %n 个文件留在原处：它们是链接，或也属于其他结果。</numerusform>
        </translation>
    </message>
    <message>
        <source>Add to collection</source>
        <translation>添加到收藏集</translation>
    </message>
    <message>
        <source>Name of the collection:</source>
        <translation>收藏集名称：</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) added to {0}.</source>
        <translation>
            <numerusform>已将 %n 个结果添加到“{0}”。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) removed from the collection.</source>
        <translation>
            <numerusform>已从收藏集中移除 %n 个结果。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Opening what was sent…</source>
        <translation>正在打开当时发送的内容…</translation>
    </message>
    <message numerus="yes">
        <source>Export %n Result(s)</source>
        <translation>
            <numerusform>导出 %n 个结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Contact Sheet of %n Result(s)</source>
        <translation>
            <numerusform>%n 个结果的联系表</numerusform>
        </translation>
    </message>
    <message>
        <source>The export before this one is still being stopped.</source>
        <translation>上一次导出正在停止。</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) exported to {0}.</source>
        <translation>
            <numerusform>已将 %n 个文件导出到 {0}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped: {0}</source>
        <translation>已停止：{0}</translation>
    </message>
    <message>
        <source>it was moved or deleted</source>
        <translation>已被移动或删除</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) used as sources.</source>
        <translation>
            <numerusform>已将 %n 个结果用作源图。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show Canvas</source>
        <translation>显示画布</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to where you came from (Esc)</source>
        <translation>返回原处（Esc）</translation>
    </message>
    <message>
        <source>Swap A and B (X)</source>
        <translation>交换 A 与 B（X）</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
</context>
<context>
    <name>ComparePane</name>
    <message>
        <source>Compared pictures</source>
        <translation>对比的图片</translation>
    </message>
</context>
<context>
    <name>ConnectDialog</name>
    <message>
        <source>Connect to a gateway</source>
        <translation>连接网关</translation>
    </message>
    <message>
        <source>Keep the key in this computer&apos;s key store</source>
        <translation>将密钥保存在本机的密钥库中</translation>
    </message>
    <message>
        <source>Take the key off the clipboard</source>
        <translation>从剪贴板中清除密钥</translation>
    </message>
    <message>
        <source>Other programs can read what lies on the clipboard</source>
        <translation>其他程序可以读取剪贴板上的内容</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Forget the key and go on in the sandbox</source>
        <translation>忘记密钥，继续使用沙盒</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>API &amp;key</source>
        <translation>API 密钥(&amp;K)</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API 密钥</translation>
    </message>
    <message>
        <source>Your prompts, your sources and your masks go to {0}, and to nobody else.</source>
        <translation>您的提示词、源图和蒙版会发送到 {0}，不会发给其他任何地方。</translation>
    </message>
    <message>
        <source>The key that ends in …{0} is in use</source>
        <translation>正在使用以 …{0} 结尾的密钥</translation>
    </message>
    <message>
        <source>The key of this gateway</source>
        <translation>此网关的密钥</translation>
    </message>
</context>
<context>
    <name>ConnectionTest</name>
    <message>
        <source>Makes no picture and costs nothing.</source>
        <translation>不生成图片，不收费。</translation>
    </message>
    <message>
        <source>Asking {0}…</source>
        <translation>正在询问 {0}…</translation>
    </message>
    <message>
        <source>Reached, and the key is accepted.</source>
        <translation>已连通，密钥有效。</translation>
    </message>
    <message>
        <source>Reached, but the key is refused. Copy it again, whole.</source>
        <translation>已连通，但密钥被拒绝。请重新完整复制。</translation>
    </message>
    <message>
        <source>Reached, but this gateway gives no free way to check the key.</source>
        <translation>已连通，但此网关没有免费检查密钥的途径。</translation>
    </message>
    <message>
        <source>&amp;Stop the test</source>
        <translation>停止测试(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
</context>
<context>
    <name>DateFilter</name>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>Last year</source>
        <translation>最近一年</translation>
    </message>
    <message>
        <source>From … to …</source>
        <translation>从……到……</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>起始日</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>结束日</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
</context>
<context>
    <name>Departure</name>
    <message numerus="yes">
        <source>%n job(s) are still running; then the program closes by itself.</source>
        <translation>
            <numerusform>还有 %n 个任务正在运行；结束后程序将自动关闭。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) are still to be saved; then the program closes by itself.</source>
        <translation>
            <numerusform>还有 %n 个回答尚待保存；保存后程序将自动关闭。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>生成时间</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>not known for {0}</source>
        <translation>{0} 个未知</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>{0}, as asked</source>
        <translation>{0}，与请求一致</translation>
    </message>
    <message>
        <source>Cannot be shown; {0} was asked for</source>
        <translation>无法显示；请求的是 {0}</translation>
    </message>
    <message>
        <source>{0}, but {1} was asked for</source>
        <translation>{0}，但请求的是 {1}</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Not a known picture format</source>
        <translation>不是已知的图片格式</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>{0} was asked for</source>
        <translation>请求的是{0}</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>{0} is missing: it was moved or deleted</source>
        <translation>{0} 不见了：已被移动或删除</translation>
    </message>
    <message>
        <source>Free: made in the sandbox</source>
        <translation>免费：在沙盒中生成</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>The gateway did not say</source>
        <translation>网关未说明</translation>
    </message>
    <message>
        <source>{0} in, {1} out</source>
        <translation>输入 {0}，输出 {1}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>沙盒</translation>
    </message>
</context>
<context>
    <name>DetailPanel</name>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Choose a result to see how it was made.</source>
        <translation>选择一个结果，查看它是如何生成的。</translation>
    </message>
    <message>
        <source>Prompt of the result</source>
        <translation>结果的提示词</translation>
    </message>
    <message>
        <source>Copy Prompt</source>
        <translation>复制提示词</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Cost: {0}</source>
        <translation>费用：{0}</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) chosen</source>
        <translation>
            <numerusform>已选 %n 个结果</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailRows</name>
    <message>
        <source>Copy Request IDs</source>
        <translation>复制请求编号</translation>
    </message>
    <message>
        <source>Request ID</source>
        <translation>请求编号</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Files exported</source>
        <translation>已导出的文件</translation>
    </message>
    <message>
        <source>Files that were not exported</source>
        <translation>未导出的文件</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) exported.</source>
        <translation>
            <numerusform>已导出 %n 个文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) skipped: the name is taken.</source>
        <translation>
            <numerusform>已跳过 %n 个同名文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be exported.</source>
        <translation>
            <numerusform>%n 个文件无法导出。</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) are taken in this folder.</source>
        <translation>
            <numerusform>此文件夹中已有 %n 个同名文件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep Both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
</context>
<context>
    <name>ExportForm</name>
    <message>
        <source>Original file</source>
        <translation>原始文件</translation>
    </message>
    <message>
        <source>Clean copy</source>
        <translation>纯净副本</translation>
    </message>
    <message>
        <source>With description</source>
        <translation>附带说明</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>WEBP, lossless</source>
        <translation>WEBP（无损）</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>品质</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Longer side</source>
        <translation>长边</translation>
    </message>
    <message>
        <source>Per cent</source>
        <translation>百分比</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Enlarge smaller pictures</source>
        <translation>放大较小的图片</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>JPEG has no transparency: this is seen through instead</source>
        <translation>JPEG 不支持透明：透明处显示此颜色</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Each byte as it came, with what the file says about its own origin (C2PA).</source>
        <translation>与收到时逐字节一致，包括文件自带的来源凭证（C2PA）。</translation>
    </message>
    <message>
        <source>The pixels alone: no prompt, no metadata. The proof of origin (C2PA) is left out.</source>
        <translation>只有像素：不含提示词和元数据，也不含来源凭证（C2PA）。</translation>
    </message>
    <message>
        <source>With the prompt, and that a model made it, as XMP. The proof of origin (C2PA) is left out.</source>
        <translation>以 XMP 写入提示词，并注明由模型生成；不含来源凭证（C2PA）。</translation>
    </message>
</context>
<context>
    <name>ExportNameField</name>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Name in the gallery</source>
        <translation>图库中的名称</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>First words of the prompt</source>
        <translation>提示词开头</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Size in the gallery</source>
        <translation>图库中的尺寸</translation>
    </message>
    <message>
        <source>Quality of the request</source>
        <translation>请求的质量</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Number in this export</source>
        <translation>本次导出的序号</translation>
    </message>
    <message>
        <source>{0} stands for nothing: choose from the list.</source>
        <translation>{0} 没有对应内容：请从列表中选择。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>以及另外 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FeatherDialog</name>
    <message>
        <source>Feather preview</source>
        <translation>羽化预览</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Feather size</source>
        <translation>羽化半径</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>半径(&amp;S)</translation>
    </message>
    <message>
        <source>How softly the edge would be blended, inwards, in pixels of the picture. Only the canvas shows this: the mask that is sent stays hard.</source>
        <translation>边缘向内柔和过渡的宽度，以图片像素计。仅在画布上显示：发送的蒙版仍为硬边。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>FilterPanel</name>
    <message>
        <source>Stars</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>旗标</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Made at</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Costs at least</source>
        <translation>费用不低于</translation>
    </message>
    <message>
        <source>Costs at most</source>
        <translation>费用不高于</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Let all results through again</source>
        <translation>重新显示全部结果</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>色标</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>费用</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>来源图片</translation>
    </message>
    <message>
        <source>Picture on the canvas</source>
        <translation>画布上的图片</translation>
    </message>
    <message>
        <source>One picture</source>
        <translation>某张图片</translation>
    </message>
    <message>
        <source>Made from {0}</source>
        <translation>由 {0} 生成</translation>
    </message>
</context>
<context>
    <name>FindingColumn</name>
    <message>
        <source>Find results</source>
        <translation>查找结果</translation>
    </message>
</context>
<context>
    <name>FolderField</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
</context>
<context>
    <name>GalleryPage</name>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>All results, newest first</source>
        <translation>全部结果，最新在前</translation>
    </message>
    <message>
        <source>Size of the tiles</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Size of the tiles (+, -, Ctrl+wheel)</source>
        <translation>缩略图大小（+、-、Ctrl+滚轮）</translation>
    </message>
    <message>
        <source>Show the filters</source>
        <translation>显示筛选条件</translation>
    </message>
    <message>
        <source>Show the details</source>
        <translation>显示详细信息</translation>
    </message>
    <message>
        <source>Back to the canvas (Esc)</source>
        <translation>返回画布 (Esc)</translation>
    </message>
    <message>
        <source>{count} · newest first</source>
        <translation>{count} 张 · 最新在前</translation>
    </message>
    <message>
        <source>No result is like that</source>
        <translation>没有符合条件的结果</translation>
    </message>
    <message>
        <source>Pictures that come back appear here</source>
        <translation>返回的图片会显示在这里</translation>
    </message>
</context>
<context>
    <name>HeatLegend</name>
    <message>
        <source>Colours of the differences</source>
        <translation>差异的颜色</translation>
    </message>
    <message>
        <source>CIEDE2000: 1 can just be noticed, 2 at a glance, 10 is another colour; grey is not measured</source>
        <translation>CIEDE2000：1 刚能察觉，2 一眼可见，10 已是另一种颜色；灰色未测量</translation>
    </message>
</context>
<context>
    <name>IntakeNotices</name>
    <message>
        <source>{0} is a result of this gallery.</source>
        <translation>{0} 是此图库中的一个结果。</translation>
    </message>
    <message>
        <source>Looking through the files: {done} of {total}</source>
        <translation>正在查看文件：{done}/{total}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Open %n as Source(s)</source>
        <translation>
            <numerusform>将 %n 张打开为源图</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) of this gallery</source>
        <translation>
            <numerusform>此图库的 %n 个结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other picture(s)</source>
        <translation>
            <numerusform>%n 张其他图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other file(s)</source>
        <translation>
            <numerusform>%n 个其他文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Found there: {0}.</source>
        <translation>在其中找到：{0}。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Not all files were looked at.</source>
        <translation>并非所有文件都已查看。</translation>
    </message>
    <message>
        <source>There is no picture.</source>
        <translation>其中没有图片。</translation>
    </message>
    <message>
        <source>Reopen with Its Sources</source>
        <translation>连同源图重新打开</translation>
    </message>
</context>
<context>
    <name>Jobs</name>
    <message>
        <source>A job of an earlier run</source>
        <translation>上次运行的任务</translation>
    </message>
    <message>
        <source>{number} of {count} · {title}</source>
        <translation>{number}/{count} · {title}</translation>
    </message>
    <message>
        <source>{state} · paused</source>
        <translation>{state} · 已暂停</translation>
    </message>
    <message>
        <source>{state}: {problem} {charged}</source>
        <translation>{state}：{problem}{charged}</translation>
    </message>
    <message>
        <source>{state} {done} of {total}</source>
        <translation>{state} {done} / {total}</translation>
    </message>
    <message>
        <source>Again in {duration}, nothing was charged. {problem}</source>
        <translation>{duration}后自动重发，未产生费用。{problem}</translation>
    </message>
    <message>
        <source>{elapsed} of ~{expected}</source>
        <translation>{elapsed}，预计约 {expected}</translation>
    </message>
    <message>
        <source>{elapsed}, usually ~{expected}</source>
        <translation>{elapsed}，通常约 {expected}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Keep waiting</source>
        <translation>继续等待</translation>
    </message>
    <message>
        <source>Stop waiting</source>
        <translation>停止等待</translation>
    </message>
    <message>
        <source>Send anyway</source>
        <translation>仍然发送</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再运行一次</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>再次保存</translation>
    </message>
    <message>
        <source>Read again (free)</source>
        <translation>重新读取（免费）</translation>
    </message>
    <message>
        <source>Use its settings</source>
        <translation>使用其设置</translation>
    </message>
    <message>
        <source>Show kept answer</source>
        <translation>显示保留的应答</translation>
    </message>
    <message>
        <source>Show result</source>
        <translation>显示结果</translation>
    </message>
    <message>
        <source>Send earlier</source>
        <translation>提前发送</translation>
    </message>
    <message>
        <source>Send later</source>
        <translation>延后发送</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>{words} (≈ {dollars})</source>
        <translation>{words}（≈ {dollars}）</translation>
    </message>
    <message>
        <source>The request has left. If you stop waiting, its picture is lost, and it may be charged.</source>
        <translation>请求已经发出。如果停止等待，图片将会丢失，而且仍可能产生费用。</translation>
    </message>
    <message>
        <source>Asked for 1 picture, got {count}; all are kept.</source>
        <translation>请求了 1 张图片，收到 {count} 张，全部已保存。</translation>
    </message>
    <message>
        <source>Pictures of the answer that could not be kept: {count}.</source>
        <translation>应答中未能保存的图片：{count} 张。</translation>
    </message>
    <message>
        <source>Request: {ids}</source>
        <translation>请求编号：{ids}</translation>
    </message>
    <message>
        <source>Kept answer: {path}</source>
        <translation>保留的应答：{path}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
</context>
<context>
    <name>JobsPage</name>
    <message>
        <source>Jobs at once</source>
        <translation>同时运行的任务</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Wait for an answer</source>
        <translation>等待应答的时间</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Spend a day at most</source>
        <translation>每日最多花费</translation>
    </message>
    <message>
        <source>Then the queue stops. Counted by the prices below.</source>
        <translation>达到后队列停止。按以下价格计算。</translation>
    </message>
    <message>
        <source>Price, text in</source>
        <translation>价格：文本输入</translation>
    </message>
    <message>
        <source>Price, images in</source>
        <translation>价格：图片输入</translation>
    </message>
    <message>
        <source>Price, images out</source>
        <translation>价格：图片输出</translation>
    </message>
    <message>
        <source>US dollars per million tokens. Estimates use these prices.</source>
        <translation>单位：美元／百万词元。估算以此价格计算。</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Enter presses a job&apos;s button, Left and Right choose it, Delete cancels a job or takes it off the list, Alt+Up and Alt+Down change the order of those that wait</source>
        <translation>Enter 键按下任务的按钮，左右方向键选择按钮，Delete 键取消任务或将其移出列表，Alt+上、Alt+下调整等待中任务的顺序</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>还没有任务</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n 个正在运行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Search for an action or a key</source>
        <translation>搜索操作或按键</translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>KinSection</name>
    <message>
        <source>Made from, as sent</source>
        <translation>来源（按发送时）</translation>
    </message>
    <message>
        <source>Show Lineage</source>
        <translation>显示来历</translation>
    </message>
    <message>
        <source>Reopen with Its Sources</source>
        <translation>连同源图重新打开</translation>
    </message>
    <message>
        <source>Edit from the Original</source>
        <translation>从原图开始编辑</translation>
    </message>
    <message>
        <source>Image {0}: {1}</source>
        <translation>图 {0}：{1}</translation>
    </message>
    <message>
        <source>unnamed</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>a result of this gallery; press to go there</source>
        <translation>本图库的结果；按下即可前往</translation>
    </message>
    <message>
        <source>what was to change is tinted</source>
        <translation>着色处为要更改的部分</translation>
    </message>
    <message>
        <source>Made from it: {0}</source>
        <translation>由它生成：{0}</translation>
    </message>
</context>
<context>
    <name>LeaveBox</name>
    <message>
        <source>Jobs are running</source>
        <translation>任务正在运行</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) are still running.</source>
        <translation>
            <numerusform>还有 %n 个任务正在运行。</numerusform>
        </translation>
    </message>
    <message>
        <source>Wait, and the program closes by itself once they have ended. If you leave now, their pictures are lost, and they may be charged all the same. What is only queued is kept for the next start.</source>
        <translation>选择等待，程序会在它们结束后自动关闭。如果现在离开，图片将会丢失，而且仍可能产生费用。仅在排队的任务会保留到下次启动。</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) could not be saved yet.</source>
        <translation>
            <numerusform>还有 %n 个回答未能保存。</numerusform>
        </translation>
    </message>
    <message>
        <source>Answers are not saved yet</source>
        <translation>回答尚未保存</translation>
    </message>
    <message>
        <source>Wait and close</source>
        <translation>等待后关闭</translation>
    </message>
    <message>
        <source>Leave now</source>
        <translation>立即离开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No disk has taken all of what came: if you leave now, pictures that were paid for are lost. Make room on the disk, or bring the gallery&apos;s folder back, and wait: it is saved once more.</source>
        <translation>没有磁盘能完整保存收到的内容：如果现在离开，已付费的图片将会丢失。请腾出磁盘空间，或恢复图库文件夹，然后选择等待：程序会再保存一次。</translation>
    </message>
    <message>
        <source>What came is kept on the disk, and is put into the gallery at the next start. Wait, and it is tried once more now.</source>
        <translation>收到的内容已保存在磁盘上，下次启动时会放入图库。选择等待，程序现在会再试一次。</translation>
    </message>
</context>
<context>
    <name>LineageNotices</name>
    <message>
        <source>Reopened as it was sent: prompt, settings, and any sources and mask.</source>
        <translation>已按当时发送的内容重新打开：提示词、设置，以及所用的源图和蒙版。</translation>
    </message>
    <message>
        <source>What was open was put aside.</source>
        <translation>原先打开的工作已搁置。</translation>
    </message>
    <message>
        <source>Bring It Back</source>
        <translation>取回</translation>
    </message>
    <message numerus="yes">
        <source>This picture comes from %n edit(s) in a row; each takes some of the quality.</source>
        <translation>
            <numerusform>这张图片经过了 %n 次连续编辑，每次都会损失一些画质。</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit the Original</source>
        <translation>改为编辑原图</translation>
    </message>
</context>
<context>
    <name>LineagePage</name>
    <message>
        <source>Lineage</source>
        <translation>来历</translation>
    </message>
    <message>
        <source>Reopen with Its Sources</source>
        <translation>连同源图重新打开</translation>
    </message>
    <message>
        <source>Edit from the Original</source>
        <translation>从原图开始编辑</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Compare it with what it was made from, step by step (C)</source>
        <translation>与它的由来逐步对比（C）</translation>
    </message>
    <message>
        <source>Show in Gallery</source>
        <translation>在图库中显示</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Arrows left and right: back in time and on. Up and down: other versions. Enter: gallery.</source>
        <translation>左右方向键：向前或向后追溯。上下方向键：其他版本。回车：在图库中选中。</translation>
    </message>
    <message>
        <source>Made by words alone</source>
        <translation>仅由文字生成</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) after the picture that was made by words</source>
        <translation>
            <numerusform>由文字生成的图片之后第 %n 次编辑</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) after {0}</source>
        <translation>
            <numerusform>{0} 之后第 %n 次编辑</numerusform>
        </translation>
    </message>
    <message>
        <source>a picture from outside</source>
        <translation>外来图片</translation>
    </message>
    <message>
        <source>{0}; older ones are not shown</source>
        <translation>{0}；更早的未显示</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原图</translation>
    </message>
    <message>
        <source>Made from it: {0}</source>
        <translation>由它生成：{0}</translation>
    </message>
    <message>
        <source>Edit {0}</source>
        <translation>第 {0} 次编辑</translation>
    </message>
    <message>
        <source>Made by words</source>
        <translation>由文字生成</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Another language shows at the next start.</source>
        <translation>语言更改在下次启动时生效。</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Tint of the mask</source>
        <translation>蒙版颜色</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Strength of the tint</source>
        <translation>着色强度</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>Loupe</source>
        <translation>放大查看</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Tool options</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>源图</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Dropped picture</source>
        <translation>拖入的图片</translation>
    </message>
</context>
<context>
    <name>MarksBar</name>
    <message numerus="yes">
        <source>%n star(s)</source>
        <translation>
            <numerusform>%n 星</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MaskCommands</name>
    <message>
        <source>Grow the mask by</source>
        <translation>蒙版扩展</translation>
    </message>
    <message>
        <source>Shrink the mask by</source>
        <translation>蒙版收缩</translation>
    </message>
    <message>
        <source>Smooth the mask&apos;s edge over</source>
        <translation>蒙版边缘平滑半径</translation>
    </message>
    <message>
        <source>Remove areas smaller than</source>
        <translation>去除小于以下面积的区域</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>{0} (pixels):</source>
        <translation>{0}(像素):</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Open a picture as the mask</source>
        <translation>打开图片作为蒙版</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>剪贴板上没有图片。</translation>
    </message>
    <message>
        <source>Save the mask</source>
        <translation>存储蒙版</translation>
    </message>
    <message>
        <source>The mask is saved as {0}.</source>
        <translation>蒙版已存储为 {0}。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>{0} earlier messages</source>
        <translation>另有 {0} 条更早的消息</translation>
    </message>
</context>
<context>
    <name>MissingGalleryBox</name>
    <message>
        <source>The gallery is missing</source>
        <translation>找不到图库</translation>
    </message>
    <message>
        <source>Without a gallery nothing can be sent, for there is no place to keep what comes back.</source>
        <translation>没有图库就不能发送任何请求，因为收到的结果无处保存。</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再找一次</translation>
    </message>
    <message>
        <source>Begin a new gallery</source>
        <translation>新建图库</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂时不要</translation>
    </message>
</context>
<context>
    <name>ModeBar</name>
    <message>
        <source>Side by Side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>滑动</translation>
    </message>
    <message>
        <source>Onion</source>
        <translation>叠加</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>ΔE 2000</source>
        <translation>ΔE 2000</translation>
    </message>
    <message>
        <source>A and B beside each other</source>
        <translation>A 与 B 并排</translation>
    </message>
    <message>
        <source>Three or four pictures at once</source>
        <translation>同时看三张或四张图片</translation>
    </message>
    <message>
        <source>A to the left of a divider that can be moved, B to the right</source>
        <translation>可移动的分隔线左边是 A，右边是 B</translation>
    </message>
    <message>
        <source>B over A, as transparent as it is set</source>
        <translation>B 叠在 A 上，透明程度可调</translation>
    </message>
    <message>
        <source>A and B in turn, by the clock or by Space</source>
        <translation>A 与 B 交替显示，按时间或按空格键</translation>
    </message>
    <message>
        <source>How far red, green and blue lie apart, so many times over</source>
        <translation>红、绿、蓝相差多少，按所选倍数放大</translation>
    </message>
    <message>
        <source>How different the colours look to an eye: CIEDE2000</source>
        <translation>眼睛看来颜色相差多少：CIEDE2000</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>蒙版</translation>
    </message>
    <message>
        <source>Tint what was to change, by the mask as it was sent (M)</source>
        <translation>按发送时的蒙版，给要更改的部分着色（M）</translation>
    </message>
</context>
<context>
    <name>ModeSettings</name>
    <message>
        <source>Whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>Outside the mask</source>
        <translation>蒙版以外</translation>
    </message>
    <message>
        <source>Inside the mask</source>
        <translation>蒙版以内</translation>
    </message>
    <message>
        <source>Place of the divider</source>
        <translation>分隔线的位置</translation>
    </message>
    <message>
        <source>Opacity of B</source>
        <translation>B 的不透明度</translation>
    </message>
    <message>
        <source>Blink every</source>
        <translation>闪烁间隔</translation>
    </message>
    <message>
        <source>Seconds that each picture stays</source>
        <translation>每张图片停留的秒数</translation>
    </message>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Show the Other</source>
        <translation>换另一张</translation>
    </message>
    <message>
        <source>A or B by hand (Space)</source>
        <translation>手动切换 A 或 B（空格）</translation>
    </message>
    <message>
        <source>Amplification</source>
        <translation>放大倍数</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>测量的范围</translation>
    </message>
    <message>
        <source>Divider</source>
        <translation>分隔线</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>This one:</source>
        <translation>使用以下代理：</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Its address</source>
        <translation>代理地址</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Kept in the key store</source>
        <translation>保存在密钥库中</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>It learns the gateway&apos;s name, but not your key or pictures.</source>
        <translation>代理只会知道网关的名称，看不到您的密钥和图片。</translation>
    </message>
    <message>
        <source>A PEM file from whoever runs your network.
They can then read all that you send, the key included.</source>
        <translation>由网络管理方提供的 PEM 文件。
他们因此可以读取您发送的一切，包括密钥。</translation>
    </message>
    <message>
        <source>The system&apos;s own, no others</source>
        <translation>仅系统自带的证书</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a file of certificates</source>
        <translation>选择证书文件</translation>
    </message>
    <message>
        <source>More certificates</source>
        <translation>附加证书</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer);;All files (*)</source>
        <translation>证书 (*.pem *.crt *.cer);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>OfferOptions</name>
    <message>
        <source>Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>Read the picture the other way round</source>
        <translation>以相反的方式读取图片</translation>
    </message>
    <message>
        <source>Use as Mask</source>
        <translation>用作蒙版</translation>
    </message>
    <message>
        <source>Replace the mask (Enter); Shift+Enter adds, Alt+Enter subtracts</source>
        <translation>替换蒙版 (Enter)；Shift+Enter 添加，Alt+Enter 减去</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>PictureView</name>
    <message>
        <source>Opening {0}…</source>
        <translation>正在打开 {0}…</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Drop pictures here</source>
        <translation>将图片拖到这里</translation>
    </message>
    <message>
        <source>or describe a picture and press {0}</source>
        <translation>或描述一张图片，然后按 {0}</translation>
    </message>
    <message>
        <source>{0} opens files · {1} pastes</source>
        <translation>{0} 打开文件 · {1} 粘贴</translation>
    </message>
</context>
<context>
    <name>ProblemNotices</name>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
</context>
<context>
    <name>Query</name>
    <message>
        <source>No label</source>
        <translation>无色标</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未决定</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>选用</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Generating</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>任何来源</translation>
    </message>
    <message>
        <source>A gateway</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>The sandbox</source>
        <translation>沙盒</translation>
    </message>
    <message>
        <source>{0} and more</source>
        <translation>{0} 及以上</translation>
    </message>
</context>
<context>
    <name>QueueBar</name>
    <message>
        <source>Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <source>Cancel the jobs that wait; what is under way goes on</source>
        <translation>取消等待中的任务；进行中的任务继续</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Send the jobs that wait, one after the other</source>
        <translation>依次发送等待中的任务</translation>
    </message>
    <message>
        <source>Send nothing more for now; what is under way goes on</source>
        <translation>暂不再发送；进行中的任务继续</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) wait to be sent.</source>
        <translation>
            <numerusform>%n 个任务等待发送。</numerusform>
        </translation>
    </message>
    <message>
        <source>Paused: nothing is sent until you continue.</source>
        <translation>已暂停：在您点击“继续”之前不会发送任何内容。</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>Colours under the pointer</source>
        <translation>指针下的颜色</translation>
    </message>
    <message>
        <source>How the sizes were met</source>
        <translation>尺寸如何统一</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>{0} enlarged to {1} px width</source>
        <translation>{0} 已放大到 {1} 像素宽</translation>
    </message>
    <message>
        <source>ΔE {0}</source>
        <translation>ΔE {0}</translation>
    </message>
    <message>
        <source>Measuring… {0} %</source>
        <translation>正在测量… {0} %</translation>
    </message>
    <message>
        <source>{0}: {1} visibly changed (ΔE &gt; 1) · mean ΔE {2} · max {3}</source>
        <translation>{0}：{1} 有可见变化（ΔE &gt; 1）· 平均 ΔE {2} · 最大 {3}</translation>
    </message>
    <message>
        <source>{0}: {1} differ · mean {2} of 255 · max {3}</source>
        <translation>{0}：{1} 有差异 · 平均 {2}（满值 255）· 最大 {3}</translation>
    </message>
</context>
<context>
    <name>RequestPanel</name>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Describe what you want to see</source>
        <translation>描述您想看到的画面</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Variations</source>
        <translation>变体数</translation>
    </message>
    <message>
        <source>How many pictures to ask for; each is one request</source>
        <translation>要生成几张图片；每张是一次请求</translation>
    </message>
    <message>
        <source>From published prices; your gateway may count differently</source>
        <translation>按公开价格估算；您的网关可能计费不同</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>{count} of {limit} characters</source>
        <translation>{count}／{limit} 个字符</translation>
    </message>
    <message>
        <source>about {tokens} tokens · price unknown, see the settings</source>
        <translation>约 {tokens} 词元 · 价格未知，见设置</translation>
    </message>
    <message>
        <source>about {tokens} tokens · about {dollars} (estimate)</source>
        <translation>约 {tokens} 词元 · 约 {dollars}（估算）</translation>
    </message>
    <message numerus="yes">
        <source>%n requests · {estimate}</source>
        <translation>
            <numerusform>%n 次请求 · {estimate}</numerusform>
        </translation>
    </message>
    <message>
        <source>Free in the sandbox; elsewhere {estimate}</source>
        <translation>沙盒中免费；在别处{estimate}</translation>
    </message>
    <message>
        <source>This goes over today&apos;s limit of {cap_dollars}: {spent_dollars} are spent or spoken for. It would wait in the queue until you raise the limit in the settings.</source>
        <translation>这将超过今日限额 {cap_dollars}：已花费或已预定 {spent_dollars}。任务会在队列中等待，直到您在设置中提高限额。</translation>
    </message>
    <message>
        <source>{size} would cost about {dollars} less</source>
        <translation>改用 {size} 约省 {dollars}</translation>
    </message>
    <message>
        <source>{size} would cost about {tokens} tokens less</source>
        <translation>改用 {size} 约省 {tokens} 词元</translation>
    </message>
    <message>
        <source>Take this size, which is much the same</source>
        <translation>改用这个相近的尺寸</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>Edit 1 image</source>
        <translation>编辑 1 张图片</translation>
    </message>
    <message numerus="yes">
        <source>Edit %n images</source>
        <translation>
            <numerusform>编辑 %n 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>{words} · ≈ {dollars}</source>
        <translation>{words} · ≈ {dollars}</translation>
    </message>
    <message>
        <source>The pasted text has {pasted} characters: only the first {kept} were taken.</source>
        <translation>粘贴的文本有 {pasted} 个字符：只取了前 {kept} 个。</translation>
    </message>
</context>
<context>
    <name>ResultWords</name>
    <message>
        <source>picked</source>
        <translation>已选取</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>{width} × {height}, quality: {quality}</source>
        <translation>{width} × {height}，质量：{quality}</translation>
    </message>
    <message>
        <source>{time}, took {seconds} s</source>
        <translation>{time}，用时 {seconds} 秒</translation>
    </message>
    <message>
        <source>The file is missing: it was moved or deleted</source>
        <translation>文件缺失：已被移动或删除</translation>
    </message>
    <message>
        <source>{tokens} tokens</source>
        <translation>{tokens} 词元</translation>
    </message>
    <message>
        <source>Made in the sandbox</source>
        <translation>在沙盒中生成</translation>
    </message>
    <message>
        <source>stars: {count}</source>
        <translation>星级：{count}</translation>
    </message>
    <message>
        <source>label: {label}</source>
        <translation>标签：{label}</translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>Being read…</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>ResultsStrip</name>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Newest first; Enter opens a picture</source>
        <translation>最新的在前；Enter 打开图片</translation>
    </message>
    <message>
        <source>Show All</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>{count} · newest first</source>
        <translation>{count} 张 · 最新在前</translation>
    </message>
    <message>
        <source>{count} · filtered</source>
        <translation>{count} 张 · 已筛选</translation>
    </message>
    <message>
        <source>No result is like that</source>
        <translation>没有符合条件的结果</translation>
    </message>
    <message>
        <source>Pictures that come back appear here</source>
        <translation>生成的图片会显示在这里</translation>
    </message>
</context>
<context>
    <name>SandboxBar</name>
    <message>
        <source>Sandbox</source>
        <translation>沙盒</translation>
    </message>
    <message>
        <source>Sandbox: synthetic pictures, nothing leaves this computer.</source>
        <translation>沙盒：图片均为合成，任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>Connect…</source>
        <translation>连接…</translation>
    </message>
    <message>
        <source>Use a gateway with your API key</source>
        <translation>使用您的 API 密钥连接网关</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search the results</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Search prompts</source>
        <translation>搜索提示词</translation>
    </message>
</context>
<context>
    <name>SelectionOptions</name>
    <message>
        <source>New mask</source>
        <translation>新蒙版</translation>
    </message>
    <message>
        <source>Add to the mask (Shift)</source>
        <translation>添加到蒙版 (Shift)</translation>
    </message>
    <message>
        <source>Subtract from the mask (Alt)</source>
        <translation>从蒙版减去 (Alt)</translation>
    </message>
    <message>
        <source>Intersect with the mask (Shift+Alt)</source>
        <translation>与蒙版相交 (Shift+Alt)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Jobs and costs</source>
        <translation>任务与费用</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>SheetForm</name>
    <message>
        <source>Contact sheet</source>
        <translation>联系表</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>On white</source>
        <translation>白底</translation>
    </message>
    <message>
        <source>On dark grey</source>
        <translation>深灰底</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>底色</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>Letter</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>正方形</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>纸张</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>图注</translation>
    </message>
    <message numerus="yes">
        <source>A contact sheet takes %n results at most: choose fewer.</source>
        <translation>
            <numerusform>联系表最多容纳 %n 个结果：请少选一些。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n 页</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShelfPanel</name>
    <message>
        <source>Saved searches</source>
        <translation>已存搜索</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>收藏集</translation>
    </message>
    <message>
        <source>Save what is asked for now…</source>
        <translation>保存当前的搜索…</translation>
    </message>
    <message>
        <source>New collection of the chosen results…</source>
        <translation>用所选结果新建收藏集…</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>New collection</source>
        <translation>新建收藏集</translation>
    </message>
    <message>
        <source>Name of the collection:</source>
        <translation>收藏集名称：</translation>
    </message>
    <message>
        <source>Save search</source>
        <translation>保存搜索</translation>
    </message>
    <message>
        <source>Name of the search:</source>
        <translation>搜索名称：</translation>
    </message>
    <message>
        <source>Rename collection</source>
        <translation>重命名收藏集</translation>
    </message>
    <message>
        <source>Rename search</source>
        <translation>重命名搜索</translation>
    </message>
    <message>
        <source>The search {0} is deleted.</source>
        <translation>搜索“{0}”已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The collection {0} is deleted; its results stay in the gallery.</source>
        <translation>收藏集“{0}”已删除；其中的结果仍在图库中。</translation>
    </message>
    <message>
        <source>&amp;Add chosen results</source>
        <translation>添加所选结果(&amp;A)</translation>
    </message>
    <message>
        <source>Re&amp;move chosen results</source>
        <translation>移除所选结果(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>重命名(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
</context>
<context>
    <name>Showing</name>
    <message>
        <source>The search or the filters hide this result.</source>
        <translation>搜索或筛选条件隐藏了此结果。</translation>
    </message>
    <message>
        <source>Show All</source>
        <translation>显示全部</translation>
    </message>
</context>
<context>
    <name>SideBox</name>
    <message>
        <source>Side {0}</source>
        <translation>图 {0}</translation>
    </message>
</context>
<context>
    <name>Sides</name>
    <message>
        <source>Result: {0}</source>
        <translation>结果：{0}</translation>
    </message>
    <message>
        <source>Source {1}: {0}</source>
        <translation>源图 {1}：{0}</translation>
    </message>
</context>
<context>
    <name>SizeField</name>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <source>Custom…</source>
        <translation>自定义…</translation>
    </message>
    <message>
        <source>{size} · like image 1</source>
        <translation>{size} · 与图 1 相同</translation>
    </message>
</context>
<context>
    <name>Sketches</name>
    <message>
        <source>Corners: {0}. Enter closes, Backspace takes one back</source>
        <translation>角点：{0}。Enter 闭合，Backspace 撤回一点</translation>
    </message>
    <message>
        <source>x {0}, y {1}, {2} × {3} px</source>
        <translation>x {0}，y {1}，{2} × {3} 像素</translation>
    </message>
    <message>
        <source>This picture selects nothing</source>
        <translation>此图片未选取任何内容</translation>
    </message>
    <message>
        <source>Mask from the picture&apos;s transparency</source>
        <translation>由图片的透明区域得到的蒙版</translation>
    </message>
    <message>
        <source>Mask from the picture&apos;s light areas</source>
        <translation>由图片的明亮区域得到的蒙版</translation>
    </message>
    <message>
        <source>Tolerance {0}. Arrows change it, Enter selects</source>
        <translation>容差 {0}。方向键调整，回车键选取</translation>
    </message>
</context>
<context>
    <name>SourcesModel</name>
    <message>
        <source>Image {number}: {name}, {size}</source>
        <translation>图 {number}：{name}，{size}</translation>
    </message>
    <message>
        <source>Its mask is sent</source>
        <translation>其蒙版会发送</translation>
    </message>
    <message>
        <source>Has a mask, which is not sent: only that of image 1 is</source>
        <translation>有蒙版但不会发送：只发送图 1 的蒙版</translation>
    </message>
</context>
<context>
    <name>SourcesStrip</name>
    <message>
        <source>Sources</source>
        <translation>源图</translation>
    </message>
    <message>
        <source>Delete takes the source away, Alt with Left or Right moves it</source>
        <translation>Delete 移除源图，Alt 加左右方向键移动源图</translation>
    </message>
    <message>
        <source>Add pictures to edit</source>
        <translation>添加要编辑的图片</translation>
    </message>
    <message>
        <source>{count} of {limit}</source>
        <translation>{count}／{limit}</translation>
    </message>
    <message numerus="yes">
        <source>opening %n more · {count}</source>
        <translation>
            <numerusform>正在打开另外 %n 张 · {count}</numerusform>
        </translation>
    </message>
    <message>
        <source>Move left</source>
        <translation>左移</translation>
    </message>
    <message>
        <source>Move right</source>
        <translation>右移</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>SpendingLabel</name>
    <message>
        <source>By the tokens that the gateway told, or by estimates, at the prices of the settings</source>
        <translation>按网关告知的词元数或估算值，以设置中的价格计算</translation>
    </message>
    <message>
        <source>{today} of {cap}</source>
        <translation>{today} / {cap}</translation>
    </message>
    <message>
        <source>Today {dollars}</source>
        <translation>今日 {dollars}</translation>
    </message>
    <message>
        <source>In total {dollars}</source>
        <translation>总计 {dollars}</translation>
    </message>
    <message>
        <source>{certain} · maybe {dollars} more</source>
        <translation>{certain} · 另可能有 {dollars}</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Place of the pointer in the picture, in pixels</source>
        <translation>指针在图片中的位置（像素）</translation>
    </message>
    <message>
        <source>Colour under the pointer, in sRGB</source>
        <translation>指针处的颜色（sRGB）</translation>
    </message>
    <message>
        <source>Size of the shown picture, in pixels</source>
        <translation>所示图片的尺寸（像素）</translation>
    </message>
    <message>
        <source>The picture has other colours than sRGB: it is shown, and sent, converted.</source>
        <translation>图片的色彩不是 sRGB：显示和发送的都是转换后的颜色。</translation>
    </message>
    <message>
        <source>How much of the shown picture the mask selects</source>
        <translation>蒙版在所示图片中所占的比例</translation>
    </message>
    <message>
        <source>The soft edge is a look of the canvas alone: the mask that is sent stays hard.</source>
        <translation>柔和边缘仅为画布显示效果：发送的蒙版仍为硬边。</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>{0} %</source>
        <translation>{0} %</translation>
    </message>
    <message>
        <source>feather {0} px, only shown</source>
        <translation>羽化 {0} px（仅显示）</translation>
    </message>
    <message>
        <source>mask {0} %</source>
        <translation>蒙版 {0} %</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>沙盒</translation>
    </message>
    <message>
        <source>{0} · key …{1}</source>
        <translation>{0} · 密钥 …{1}</translation>
    </message>
    <message>
        <source>sRGB preview</source>
        <translation>sRGB 预览</translation>
    </message>
</context>
<context>
    <name>TilePainter</name>
    <message>
        <source>file missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>sandbox</source>
        <translation>沙盒</translation>
    </message>
</context>
<context>
    <name>ToolOptions</name>
    <message>
        <source>Tool options</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>Mask from a picture</source>
        <translation>来自图片的蒙版</translation>
    </message>
    <message>
        <source>Computing… Esc gives up</source>
        <translation>正在计算… 按 Esc 放弃</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>笔刷</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>椭圆</translation>
    </message>
    <message>
        <source>Wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>智能轮廓</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>抓手</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Drag, or click from corner to corner</source>
        <translation>拖动，或逐点单击</translation>
    </message>
    <message>
        <source>Drag, or press the arrow keys</source>
        <translation>拖动，或按方向键</translation>
    </message>
    <message>
        <source>Click a colour, or drag from it to set the tolerance</source>
        <translation>点击一种颜色，或从该处拖动以设置容差</translation>
    </message>
    <message>
        <source>Draw roughly around an object</source>
        <translation>粗略圈出一个物体</translation>
    </message>
    <message>
        <source>Drag to move the picture</source>
        <translation>拖动以移动图片</translation>
    </message>
    <message>
        <source>Click or drag to zoom in, Alt+click to zoom out</source>
        <translation>单击或拖动以放大，按住 Alt 单击以缩小</translation>
    </message>
    <message>
        <source>Only the mask of image 1 is sent</source>
        <translation>只发送图 1 的蒙版</translation>
    </message>
    <message>
        <source>No mask: the whole picture may change</source>
        <translation>没有蒙版：整张图片都可能改变</translation>
    </message>
    <message>
        <source>The mask covers all of image 1: it is sent without a mask</source>
        <translation>蒙版覆盖整张图 1：发送时不带蒙版</translation>
    </message>
    <message>
        <source>{0} % of image 1 will change</source>
        <translation>图 1 的 {0} % 将会改变</translation>
    </message>
</context>
<context>
    <name>VerifyDialog</name>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已改变</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Without a record</source>
        <translation>没有记录</translation>
    </message>
    <message>
        <source>Verify Files</source>
        <translation>校验文件</translation>
    </message>
    <message>
        <source>Each picture and each input is compared with its record.</source>
        <translation>正在将每张图片和每个输入文件与其记录比对。</translation>
    </message>
    <message>
        <source>Files compared</source>
        <translation>已比对的文件</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>发现的问题</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) compared.</source>
        <translation>
            <numerusform>已比对 %n 个文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>All are as they were recorded.</source>
        <translation>全部与记录一致。</translation>
    </message>
    <message>
        <source>{0}: {1}.</source>
        <translation>{0}：{1}。</translation>
    </message>
    <message>
        <source>The files were left as they are; restore them from a copy.</source>
        <translation>这些文件保持原样；请从副本恢复。</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) of the index were set right.</source>
        <translation>
            <numerusform>已修正索引中的 %n 行。</numerusform>
        </translation>
    </message>
    <message>
        <source>The gallery could not be read.</source>
        <translation>无法读取图库。</translation>
    </message>
</context>
<context>
    <name>WandOptions</name>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>How different a colour may be: 1 is hardly seen (CIEDE2000)</source>
        <translation>颜色可以相差多少:1 几乎看不出 (CIEDE2000)</translation>
    </message>
    <message>
        <source>Contiguous</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>Only what hangs together with the click</source>
        <translation>仅与单击处相连的部分</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Details: {detail}</source>
        <translation>详细信息：{detail}</translation>
    </message>
    <message>
        <source> ({reason})</source>
        <translation>（{reason}）</translation>
    </message>
    <message>
        <source>The prompt is empty. Write what you want to see.</source>
        <translation>提示词为空。请写下您想看到的内容。</translation>
    </message>
    <message>
        <source>The prompt has {count} characters; {limit} are allowed. Shorten it.</source>
        <translation>提示词有 {count} 个字符，最多允许 {limit} 个。请缩短。</translation>
    </message>
    <message>
        <source>{width} × {height} is not possible: both sides must be multiples of {multiple}.</source>
        <translation>无法使用 {width} × {height}：宽和高都必须是 {multiple} 的倍数。</translation>
    </message>
    <message>
        <source>{width} × {height} is too long and narrow: one side may be {ratio} times the other at most.</source>
        <translation>{width} × {height} 过于狭长：长边最多是短边的 {ratio} 倍。</translation>
    </message>
    <message>
        <source>{width} × {height} is too large: {long_side} × {short_side} is the most, either way up.</source>
        <translation>{width} × {height} 太大：最大为 {long_side} × {short_side}，横竖均可。</translation>
    </message>
    <message>
        <source>{width} × {height} works for edits only. Choose a size from the list, or add a source.</source>
        <translation>{width} × {height} 仅可用于编辑。请从列表中选择尺寸，或添加一张源图。</translation>
    </message>
    <message>
        <source>Image {number} is still being opened. Try again in a moment.</source>
        <translation>图 {number} 还在打开。请稍后再试。</translation>
    </message>
    <message>
        <source>One edit takes {limit} images at most: {refused} could not be opened. Remove a source to make room.</source>
        <translation>一次编辑最多使用 {limit} 张图片：有 {refused} 张未能打开。请先移除源图。</translation>
    </message>
    <message>
        <source>The work of the last time was damaged on disk; what is left of it is open. Check the sources and the masks before you send anything.</source>
        <translation>上次的工作在磁盘上已损坏，能恢复的部分已打开。发送之前请检查源图和蒙版。</translation>
    </message>
    <message>
        <source>The file cannot be read{reason}. Check that it is still there and that you may open it.</source>
        <translation>无法读取文件{reason}。请确认文件仍在原处，并且您有权打开它。</translation>
    </message>
    <message>
        <source>This is not an ordinary file. Choose a picture file.</source>
        <translation>这不是普通文件。请选择图片文件。</translation>
    </message>
    <message>
        <source>The file has {size_bytes}; up to {limit_bytes} can be opened. Save a smaller copy.</source>
        <translation>文件大小为 {size_bytes}，最多可打开 {limit_bytes}。请另存一个较小的副本。</translation>
    </message>
    <message>
        <source>This is no picture that can be used, but {found}. Choose a PNG, JPEG or WEBP file.</source>
        <translation>这不是可用的图片，而是 {found}。请选择 PNG、JPEG 或 WEBP 文件。</translation>
    </message>
    <message>
        <source>{format} pictures cannot be used. Save the picture as PNG, JPEG or WEBP.</source>
        <translation>无法使用 {format} 图片。请将图片另存为 PNG、JPEG 或 WEBP。</translation>
    </message>
    <message>
        <source>The picture is damaged or incomplete. Fetch or save it again.</source>
        <translation>图片已损坏或不完整。请重新获取或保存。</translation>
    </message>
    <message>
        <source>{width} × {height} is more than the {limit} pixels that can be opened. Scale it down first.</source>
        <translation>{width} × {height} 超过了可打开的 {limit} 像素。请先缩小图片。</translation>
    </message>
    <message>
        <source>The picture&apos;s file is built in a way that takes too long to read. Save it anew.</source>
        <translation>该图片文件的结构过于复杂，读取时间太长。请重新保存。</translation>
    </message>
    <message>
        <source>Reading the picture took more than {limit_s} s. Save a smaller copy and open that.</source>
        <translation>读取图片超过了 {limit_s} 秒。请另存一个较小的副本再打开。</translation>
    </message>
    <message>
        <source>The picture could not be read: the reader broke off. Save the picture anew and try again.</source>
        <translation>无法读取图片：读取程序意外中断。请重新保存图片后再试。</translation>
    </message>
    <message>
        <source>The source cannot be made smaller than {limit_bytes}. Scale it down first.</source>
        <translation>源图无法压缩到 {limit_bytes} 以下。请先缩小图片。</translation>
    </message>
    <message>
        <source>The mask cannot be made smaller than {limit_bytes}. Paint it with fewer, larger strokes.</source>
        <translation>蒙版无法压缩到 {limit_bytes} 以下。请用更少、更大的笔画绘制。</translation>
    </message>
    <message>
        <source>{host} could not be reached{reason}. Check the network and send again.</source>
        <translation>无法连接 {host}{reason}。请检查网络后重新发送。</translation>
    </message>
    <message>
        <source>{host} did not answer the call. Check the network and send again.</source>
        <translation>{host} 没有响应连接。请检查网络后重新发送。</translation>
    </message>
    <message>
        <source>No secure connection to {host}{reason}. Check the address and this computer&apos;s clock, or ask who runs your network.</source>
        <translation>无法与 {host} 建立安全连接{reason}。请检查地址和本机时钟，或询问您的网络管理员。</translation>
    </message>
    <message>
        <source>The gateway does not accept the API key. Connect again with the right one.</source>
        <translation>网关不接受此 API 密钥。请用正确的密钥重新连接。</translation>
    </message>
    <message>
        <source>The account has no credit left, or its limit is reached. Top it up and send again.</source>
        <translation>账户余额不足或已达上限。请充值后重新发送。</translation>
    </message>
    <message>
        <source>This key may not do that. Ask the gateway&apos;s provider to allow image requests.</source>
        <translation>此密钥没有相应权限。请联系网关服务商开通图像请求。</translation>
    </message>
    <message>
        <source>The answer cannot be read. It was kept: read it again for free, or report it to the provider.</source>
        <translation>无法读懂应答，原始内容已保留：可免费重新读取，或告知服务商。</translation>
    </message>
    <message>
        <source>The answer holds no picture; perhaps a safety check held it back. It was kept: look at your account, or report it to the provider.</source>
        <translation>应答中没有图片，可能被安全检查拦下。原始内容已保留：请查看您的账户，或告知服务商。</translation>
    </message>
    <message>
        <source>What came back is no picture, but {found}. It was kept: report it to the provider.</source>
        <translation>返回的不是图片，而是 {found}。原始内容已保留：请告知服务商。</translation>
    </message>
    <message>
        <source>There is no image service at this address. Check the gateway&apos;s address.</source>
        <translation>此地址没有图像服务。请检查网关地址。</translation>
    </message>
    <message>
        <source>The gateway does not offer this model to your key. Ask its provider.</source>
        <translation>网关没有向您的密钥提供此模型。请联系服务商。</translation>
    </message>
    <message>
        <source>The gateway refused the size. Choose another one.</source>
        <translation>网关拒绝了此尺寸。请选择其他尺寸。</translation>
    </message>
    <message>
        <source>The gateway refused the prompt. Change it.</source>
        <translation>网关拒绝了提示词。请修改。</translation>
    </message>
    <message>
        <source>The gateway refused image {number}. Replace it or save it anew.</source>
        <translation>网关拒绝了图 {number}。请更换或重新保存。</translation>
    </message>
    <message>
        <source>The gateway refused the mask. Clear it and paint it again.</source>
        <translation>网关拒绝了蒙版。请清除后重新绘制。</translation>
    </message>
    <message>
        <source>The gateway refused the request. See what it said, change that and send again.</source>
        <translation>网关拒绝了请求。请查看它的说明，修改后重新发送。</translation>
    </message>
    <message>
        <source>The upload is too large for the gateway. Use fewer or smaller sources.</source>
        <translation>上传内容超过网关限制。请使用更少或更小的源图。</translation>
    </message>
    <message>
        <source>Too many requests at once. Send again in {delay_s} s.</source>
        <translation>请求过于频繁。请在 {delay_s} 秒后重新发送。</translation>
    </message>
    <message>
        <source>The gateway is overloaded. Send again in a few minutes.</source>
        <translation>网关负载过高。请几分钟后重新发送。</translation>
    </message>
    <message>
        <source>The gateway failed (status {status}). Send again later.</source>
        <translation>网关出错（状态码 {status}）。请稍后重新发送。</translation>
    </message>
    <message>
        <source>The gateway gave up waiting for the picture (status {status}). Send again later.</source>
        <translation>网关等待图片超时（状态码 {status}）。请稍后重新发送。</translation>
    </message>
    <message>
        <source>The gateway points to {host}. Nothing was sent there; check the gateway&apos;s address.</source>
        <translation>网关指向了 {host}。没有向那里发送任何内容；请检查网关地址。</translation>
    </message>
    <message>
        <source>A web page came where an answer should be (status {status}). Check the gateway&apos;s address, or whether your network asks you to sign in.</source>
        <translation>收到的是网页而不是应答（状态码 {status}）。请检查网关地址，或查看您的网络是否要求登录。</translation>
    </message>
    <message>
        <source>The connection broke after the request was sent. Check your account before you send again.</source>
        <translation>请求发出后连接中断。重新发送前请先查看您的账户。</translation>
    </message>
    <message>
        <source>No whole answer came within {limit_s} s. Check your account before you send again.</source>
        <translation>在 {limit_s} 秒内没有收到完整应答。重新发送前请先查看您的账户。</translation>
    </message>
    <message>
        <source>The answer broke off before its end. Check your account before you send again.</source>
        <translation>应答中途中断。重新发送前请先查看您的账户。</translation>
    </message>
    <message>
        <source>The answer is larger than {limit_bytes} and was not read to its end. Ask for a smaller size.</source>
        <translation>应答超过 {limit_bytes}，未读取完整。请选择较小的尺寸。</translation>
    </message>
    <message>
        <source>The disk is full: {folder}. Make room, then try again; nothing is lost.</source>
        <translation>磁盘已满：{folder}。请腾出空间后重试；内容不会丢失。</translation>
    </message>
    <message>
        <source>Nothing can be written to {folder}{reason}. Check the folder&apos;s permissions, then try again.</source>
        <translation>无法写入 {folder}{reason}。请检查文件夹权限后重试。</translation>
    </message>
    <message>
        <source>The disk did not do what was asked{reason}. Check it, then try again.</source>
        <translation>磁盘操作失败{reason}。请检查磁盘后重试。</translation>
    </message>
    <message>
        <source>Another Turbo Studio uses this gallery. Close it, or start with another folder.</source>
        <translation>另一个 Turbo Studio 正在使用此图库。请将其关闭，或换一个文件夹启动。</translation>
    </message>
    <message>
        <source>A newer Turbo Studio wrote this gallery. Use that version; the pictures are untouched.</source>
        <translation>此图库由更新版本的 Turbo Studio 写入。请使用该版本；图片未被改动。</translation>
    </message>
    <message>
        <source>Character {position} cannot be part of a key. Copy the key again, without blanks or line breaks.</source>
        <translation>第 {position} 个字符不能出现在密钥中。请重新复制密钥，不要带空格或换行。</translation>
    </message>
    <message>
        <source>This computer has no key store that can be used. The key holds until you close the program.</source>
        <translation>本机没有可用的密钥库。密钥仅在关闭程序前有效。</translation>
    </message>
    <message>
        <source>The key store of this computer did not do its part{reason}. Unlock it and connect again.</source>
        <translation>本机密钥库未能完成操作{reason}。请解锁后重新连接。</translation>
    </message>
    <message>
        <source>This is no address of a gateway. Write it like https://gateway.example/v1.</source>
        <translation>这不是网关地址。请按 https://gateway.example/v1 的形式填写。</translation>
    </message>
    <message>
        <source>The next job would go over today&apos;s limit of {cap_dollars}; {spent_dollars} are spent or spoken for. Nothing was sent. Raise the limit in the settings, or continue tomorrow.</source>
        <translation>下一个任务会超过今天 {cap_dollars} 的上限；已花费或已占用 {spent_dollars}。没有发送任何内容。请在设置中提高上限，或明天再继续。</translation>
    </message>
    <message>
        <source>There is no key for {host}, to which this job was to go. Connect, then continue.</source>
        <translation>没有 {host} 的密钥，而这个任务要发送到那里。请先连接，然后继续。</translation>
    </message>
    <message>
        <source>The same request was sent {minutes} min ago, and it is not known what became of it: it may have been charged. Send it all the same, or cancel.</source>
        <translation>同样的请求在 {minutes} 分钟前发送过，结果未知：可能已经计费。可以仍然发送，或取消。</translation>
    </message>
    <message>
        <source>The program ended before the request was complete. Nothing was sent.</source>
        <translation>程序在请求准备好之前就结束了。没有发送任何内容。</translation>
    </message>
    <message>
        <source>What was written down about this job is damaged. Its files are kept.</source>
        <translation>关于这个任务的记录已损坏。它的文件仍然保留。</translation>
    </message>
    <message>
        <source>The sandbox could not be started. Try again, or connect to a gateway.</source>
        <translation>沙盒无法启动。请重试，或连接网关。</translation>
    </message>
    <message>
        <source>Something unexpected happened ({kind}). Try again, and report it if it comes back.</source>
        <translation>发生意外情况（{kind}）。请重试；如再次出现，请报告问题。</translation>
    </message>
    <message>
        <source>A source is still being opened. Try again in a moment.</source>
        <translation>还有源图正在打开。请稍后再试。</translation>
    </message>
    <message>
        <source>This is no picture. Choose a PNG, JPEG or WEBP file.</source>
        <translation>这不是图片。请选择 PNG、JPEG 或 WEBP 文件。</translation>
    </message>
    <message>
        <source>The gateway refused one of the sources. Replace it or save it anew.</source>
        <translation>网关拒绝了其中一张源图。请更换或重新保存。</translation>
    </message>
    <message>
        <source>The proxy {host} did not open a way{reason}. Check the proxy in the settings.</source>
        <translation>代理 {host} 没有建立通道{reason}。请检查设置中的代理。</translation>
    </message>
    <message>
        <source>What came back cannot be shown as a picture.</source>
        <translation>收到的内容无法作为图片显示。</translation>
    </message>
    <message>
        <source>Asked for {asked}, got {got}.</source>
        <translation>请求 {asked}，收到 {got}。</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}{1}</translation>
    </message>
    <message>
        <source>No work was put aside. That happens when the program is started with pictures of its own, and when a result is reopened.</source>
        <translation>没有搁置的工作。启动程序时指定了图片，或重新打开某个结果时，才会搁置原来的工作。</translation>
    </message>
    <message>
        <source>The gallery&apos;s copy of image {number} is missing or damaged. Open your own file in its place.</source>
        <translation>图库中第 {number} 张图片的副本缺失或已损坏。请改为打开您自己的文件。</translation>
    </message>
    <message>
        <source>The mask that was sent is missing, damaged, or without its image. Paint it again.</source>
        <translation>当时发送的蒙版缺失、已损坏，或其图片不在了。请重新绘制。</translation>
    </message>
    <message>
        <source>At {width}×{height}, the size that image 1 is sent with, the mask selects nothing or everything. Paint it with larger strokes and leave larger gaps.</source>
        <translation>图 1 按 {width}×{height} 发送，在这个尺寸下蒙版什么都没有选中，或选中了全部。请用更大的笔画绘制，并留出更大的空隙。</translation>
    </message>
    <message>
        <source>The proxy {host} does not accept the user name and password. Set them in the settings.</source>
        <translation>代理 {host} 不接受此用户名和密码。请在设置中填写。</translation>
    </message>
    <message>
        <source>This is no address of a proxy. Write it like http://proxy.example:3128.</source>
        <translation>这不是代理的地址。请写成 http://proxy.example:3128 的形式。</translation>
    </message>
    <message>
        <source>There are no certificates that can be used in {file}. Choose a PEM file in the settings.</source>
        <translation>{file} 中没有可用的证书。请在设置中选择一个 PEM 文件。</translation>
    </message>
    <message>
        <source>There is no image service at this address, but there is one at {url}. Use that address.</source>
        <translation>此地址没有图像服务，但 {url} 有。请使用那个地址。</translation>
    </message>
    <message>
        <source>The safety check refused the request{reason}. Change the prompt or the sources.</source>
        <translation>安全检查拒绝了此请求{reason}。请修改提示词或源图。</translation>
    </message>
    <message>
        <source>What came back is not HTTP/1.1, which this program speaks. Check the gateway&apos;s address and port, and your account before you send again.</source>
        <translation>返回的内容不是本程序使用的 HTTP/1.1。请检查网关的地址和端口，再次发送前请先核对账户。</translation>
    </message>
    <message>
        <source>The picture is behind a link to {host} that could not be fetched. Read the answer again.</source>
        <translation>图片在指向 {host} 的链接后面，未能取得。请重新读取回答。</translation>
    </message>
    <message>
        <source>The gallery is not in {folder}, where it was the last time. Connect its disk, or put the folder back.</source>
        <translation>图库不在上次使用的位置 {folder}。请连接它所在的磁盘，或把文件夹放回原处。</translation>
    </message>
    <message>
        <source>Nothing can be written to the gallery in {folder}: its pictures are shown, and nothing is sent. Make the folder writable, then start the program again.</source>
        <translation>无法写入 {folder} 中的图库：可以查看图片，但不会发送任何请求。请让该文件夹可写，然后重新启动程序。</translation>
    </message>
    <message>
        <source>The gallery&apos;s index was damaged and has been built anew. No picture is lost.</source>
        <translation>图库索引已损坏，现已重新建立。没有丢失任何图片。</translation>
    </message>
    <message>
        <source>{folder} belongs to the gallery, which looks after its own files. Choose another folder.</source>
        <translation>{folder} 属于图库，其中的文件由图库自行管理。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>A file of that name has come there meanwhile; it was left as it is. Export once more.</source>
        <translation>那里刚刚出现了同名文件，已原样保留。请再导出一次。</translation>
    </message>
    <message>
        <source>The file is not the one that came back: it was changed. Restore it from a copy.</source>
        <translation>该文件已被改动，不是当初返回的文件。请从备份中恢复。</translation>
    </message>
    <message>
        <source>{name} cannot come back: it is not in the trash any more.</source>
        <translation>{name} 无法恢复：它已不在回收站中。</translation>
    </message>
    <message>
        <source>This system does not say where its trash is. Restore {name} from there yourself, then undo once more: the result comes back with all that is known of it.</source>
        <translation>系统没有说明回收站的位置。请自行从回收站还原 {name}，然后再次撤销：该结果会连同其全部信息一起回来。</translation>
    </message>
    <message>
        <source>Something else lies where {name} belongs. Move that away, then try again.</source>
        <translation>{name} 的位置上已有其他文件。请先将其移走，然后重试。</translation>
    </message>
    <message>
        <source>{name} is not the missing file: its content differs. Choose an exact copy of it.</source>
        <translation>{name} 不是缺失的文件：内容不同。请选择一份完全相同的副本。</translation>
    </message>
    <message>
        <source>Jobs that wait from last time: {count}, at about {estimate_dollars} together. None of them is sent until you continue.</source>
        <translation>上次留下的等待任务：{count} 个，合计约 {estimate_dollars}。在您点击“继续”之前不会发送它们。</translation>
    </message>
    <message>
        <source>What this will cost is not known: the settings name no price. Nothing was sent. Send it all the same, and you will not be asked again until the program ends; or cancel.</source>
        <translation>费用未知：设置中没有填写价格。尚未发送任何内容。您可以仍然发送（在程序退出前不会再次询问），或者取消。</translation>
    </message>
    <message>
        <source>The program ended while the request was under way. Look at the gateway&apos;s log before you run it again.</source>
        <translation>程序在请求进行中结束了。再次运行前，请先查看网关的日志。</translation>
    </message>
    <message>
        <source>Too many requests at once. Wait a while, then send again.</source>
        <translation>同时请求过多。请稍等片刻再发送。</translation>
    </message>
    <message>
        <source>A proxy did not let the request through{reason}. Check the proxy in the settings.</source>
        <translation>代理没有放行此请求{reason}。请检查设置中的代理。</translation>
    </message>
    <message>
        <source>The gateway points to another address. Nothing was sent there; check the address.</source>
        <translation>网关指向了另一个地址。没有向那里发送任何内容；请检查地址。</translation>
    </message>
    <message>
        <source>What came back is no picture. It was kept: report it to the provider.</source>
        <translation>返回的不是图片。原始内容已保留：请告知服务商。</translation>
    </message>
    <message>
        <source>This is too short or too long for a key. Copy the key again, whole.</source>
        <translation>密钥的长度不对。请重新完整复制。</translation>
    </message>
    <message>
        <source>Enter the address of the gateway.</source>
        <translation>请输入网关地址。</translation>
    </message>
    <message>
        <source>The address is too long. Copy it again.</source>
        <translation>地址过长。请重新复制。</translation>
    </message>
    <message>
        <source>The address holds blanks or hidden characters. Type it by hand.</source>
        <translation>地址中含有空格或不可见字符。请手工输入。</translation>
    </message>
    <message>
        <source>The address must begin with https://.</source>
        <translation>地址必须以 https:// 开头。</translation>
    </message>
    <message>
        <source>Over http:// anybody on the way could read the key. Use https://.</source>
        <translation>通过 http:// 传输时，途中任何人都可能读到密钥。请使用 https://。</translation>
    </message>
    <message>
        <source>The address must not hold a user name or password. Leave out what stands before the @.</source>
        <translation>地址中不能包含用户名或密码。请去掉 @ 及其前面的内容。</translation>
    </message>
    <message>
        <source>Leave out the question mark and what follows it.</source>
        <translation>请去掉问号及其后面的内容。</translation>
    </message>
    <message>
        <source>Leave out the # and what follows it.</source>
        <translation>请去掉 # 及其后面的内容。</translation>
    </message>
    <message>
        <source>The name of the computer in the address is not valid. Check it.</source>
        <translation>地址中的主机名无效。请检查。</translation>
    </message>
    <message>
        <source>The port in the address is not valid: 1 to 65535.</source>
        <translation>地址中的端口无效：应为 1 到 65535。</translation>
    </message>
    <message>
        <source>The path of the address holds characters that do not belong there.</source>
        <translation>地址的路径中含有不允许的字符。请检查。</translation>
    </message>
    <message>
        <source>Enter the address of the proxy.</source>
        <translation>请输入代理的地址。</translation>
    </message>
    <message>
        <source>The address of the proxy must begin with http:// or https://.</source>
        <translation>代理的地址必须以 http:// 或 https:// 开头。</translation>
    </message>
    <message>
        <source>SOCKS proxies are not supported. Use the address of an HTTP proxy instead.</source>
        <translation>不支持 SOCKS 代理。请改用 HTTP 代理的地址。</translation>
    </message>
    <message>
        <source>Write the proxy&apos;s user name and password into their own fields, not into the address.</source>
        <translation>请把代理的用户名和密码写在各自的栏中，不要写在地址里。</translation>
    </message>
    <message>
        <source>The certificate of {host} is not valid yet. Check this computer&apos;s date and clock.</source>
        <translation>{host} 的证书尚未生效。请检查此电脑的日期和时钟。</translation>
    </message>
    <message>
        <source>The certificate of {host} has expired. Check this computer&apos;s date and clock; if they are right, tell the gateway&apos;s provider.</source>
        <translation>{host} 的证书已过期。请检查此电脑的日期和时钟；如果无误，请告知网关提供方。</translation>
    </message>
    <message>
        <source>The server at {host} has a certificate for another name. Check the address.</source>
        <translation>{host} 的服务器出示的是另一个名称的证书。请检查地址。</translation>
    </message>
    <message>
        <source>Nobody that this computer trusts vouches for {host}. In a company network, ask for its certificates and name the file in the settings; otherwise do not connect.</source>
        <translation>此电脑信任的机构都没有为 {host} 担保。如在公司网络中，请索取其证书并在设置中指定文件；否则请勿连接。</translation>
    </message>
    <message>
        <source>{host} offers only old encryption that is not safe. Tell the gateway&apos;s provider.</source>
        <translation>{host} 只提供不安全的旧式加密。请告知网关提供方。</translation>
    </message>
    <message>
        <source>{host} does not speak HTTP/1.1, which this program needs. Check the address and port.</source>
        <translation>{host} 不支持本程序所需的 HTTP/1.1。请检查地址和端口。</translation>
    </message>
    <message>
        <source>{host} does not encrypt at this port. Check the address and port.</source>
        <translation>{host} 在此端口不加密。请检查地址和端口。</translation>
    </message>
    <message>
        <source>The picture is behind a link to {host} that was not fetched. Read the answer again; it is free.</source>
        <translation>图片在指向 {host} 的链接后面，尚未取回。请重新读取回答，不会收费。</translation>
    </message>
    <message>
        <source>The answer holds no picture but a link that does not lead to the open internet. It was not followed; report it to the provider.</source>
        <translation>回答中没有图片，只有一个不通向公共互联网的链接。程序没有访问它；请向提供方反映。</translation>
    </message>
    <message>
        <source>The picture&apos;s link to {host} no longer works. Ask the gateway&apos;s provider for the picture.</source>
        <translation>图片指向 {host} 的链接已失效。请向网关提供方索取图片。</translation>
    </message>
    <message>
        <source>The picture&apos;s link to {host} leads on to another place, where it was not followed. The link is kept; you can open it yourself.</source>
        <translation>图片指向 {host} 的链接又转向别处，程序没有继续访问。链接已保留，您可以自行打开。</translation>
    </message>
    <message>
        <source>The picture could not be fetched from {host}. Read the answer again; it is free.</source>
        <translation>未能从 {host} 取得图片。请重新读取回答，不会收费。</translation>
    </message>
    <message>
        <source>What lies behind the picture&apos;s link to {host} is too large. It was not kept.</source>
        <translation>图片链接 {host} 后面的内容过大，未予保留。</translation>
    </message>
    <message>
        <source>What lies behind the link to {host} is no picture. Report it to the gateway&apos;s provider.</source>
        <translation>指向 {host} 的链接后面不是图片。请向网关提供方反映。</translation>
    </message>
    <message>
        <source>There is no key. Paste the key that the gateway gave you.</source>
        <translation>没有密钥。请粘贴网关提供给您的密钥。</translation>
    </message>
    <message>
        <source>Nothing was charged.</source>
        <translation>未产生费用。</translation>
    </message>
    <message>
        <source>It may have been charged.</source>
        <translation>可能已产生费用。</translation>
    </message>
    <message>
        <source>It was charged.</source>
        <translation>已产生费用。</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>已暂缓</translation>
    </message>
    <message>
        <source>Waits to be sent again</source>
        <translation>等待重新发送</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Receiving</source>
        <translation>接收中</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>保存中</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Outcome unknown</source>
        <translation>结果不明</translation>
    </message>
    <message>
        <source>No usable picture</source>
        <translation>没有可用图片</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Turned upright</source>
        <translation>已转正方向</translation>
    </message>
    <message>
        <source>Colours converted to sRGB</source>
        <translation>颜色已转换为 sRGB</translation>
    </message>
    <message>
        <source>Its colour profile is damaged and was ignored</source>
        <translation>颜色配置文件已损坏，未予采用</translation>
    </message>
    <message>
        <source>Converted from CMYK; colours may differ a little</source>
        <translation>由 CMYK 转换，颜色可能略有差异</translation>
    </message>
    <message>
        <source>Reduced from 16 to 8 bits a channel</source>
        <translation>每通道由 16 位降为 8 位</translation>
    </message>
    <message>
        <source>Only the first frame of the animation is used</source>
        <translation>仅使用动画的第一帧</translation>
    </message>
    <message>
        <source>Metadata is not sent</source>
        <translation>不发送元数据</translation>
    </message>
    <message>
        <source>Where it was taken is not sent</source>
        <translation>不发送拍摄地点</translation>
    </message>
    <message>
        <source>The file is too large to send; a smaller copy is sent</source>
        <translation>文件过大，将发送较小的副本</translation>
    </message>
    <message>
        <source>Sent as a new file, without loss</source>
        <translation>以新文件无损发送</translation>
    </message>
    <message>
        <source>Sent compressed, with a slight loss</source>
        <translation>压缩后发送，略有损失</translation>
    </message>
    <message>
        <source>Scaled down to fit the limit</source>
        <translation>已缩小以符合限制</translation>
    </message>
    <message>
        <source>Specks and pinholes of the mask were dropped to fit the limit</source>
        <translation>为满足大小限制，已去掉蒙版中的碎点和小孔</translation>
    </message>
    <message>
        <source>Small: with so few pixels this model works less well.</source>
        <translation>偏小：像素太少时，此模型效果较差。</translation>
    </message>
    <message>
        <source>Large: results of this size are experimental.</source>
        <translation>偏大：此尺寸的结果属于实验性质。</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>低</translation>
    </message>
</context>
<context>
    <name>_Visits</name>
    <message numerus="yes">
        <source>At most %n picture(s) can be compared.</source>
        <translation>
            <numerusform>最多可以对比 %n 张图片。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose two results or more, or one that was made from a source.</source>
        <translation>请选择两张以上的结果，或一张由源图得来的结果。</translation>
    </message>
</context>
</TS>
