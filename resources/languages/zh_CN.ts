<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Shapewright</name>
        <message>
            <source>There is no shape yet: reconstruct first</source>
            <translation>还没有形状，请先重建</translation>
        </message>
        <message>
            <source>There is nothing to compare with: take a snapshot first</source>
            <translation>没有可比较的对象，请先拍摄快照</translation>
        </message>
        <message>
            <source>Choose a snapshot first</source>
            <translation>请先选择快照</translation>
        </message>
        <message>
            <source>There is no image yet: add one first</source>
            <translation>还没有图像，请先添加一张</translation>
        </message>
        <message>
            <source>completed from {seen:.0%} of the surface, seed {seed}</source>
            <translation>由 {seen:.0%} 的表面补全，种子 {seed}</translation>
        </message>
        <message>
            <source>Complete {name}</source>
            <translation>补全 {name}</translation>
        </message>
        <message>
            <source>Its weights are not there. Train it: python main.py train {key}</source>
            <translation>缺少权重。请训练：python main.py train {key}</translation>
        </message>
        <message>
            <source>The shape is turned: take the turn back first</source>
            <translation>形状已被旋转：请先撤回旋转</translation>
        </message>
        <message>
            <source>It is running already</source>
            <translation>已在运行</translation>
        </message>
        <message>
            <source>{name}, whole {number}: {kind}, {chance:.0%}</source>
            <translation>{name}，完整形状 {number}：{kind}，{chance:.0%}</translation>
        </message>
        <message>
            <source>The core is starting</source>
            <translation>核心进程正在启动</translation>
        </message>
        <message>
            <source>It can be steered as it is</source>
            <translation>它本来就可以调节</translation>
        </message>
        <message>
            <source>It is the first image</source>
            <translation>已是第一张图像</translation>
        </message>
        <message>
            <source>It is the last image</source>
            <translation>已是最后一张图像</translation>
        </message>
        <message>
            <source>It was given as a shape: it needs no mask</source>
            <translation>它本身就是形状：不需要掩膜</translation>
        </message>
        <message>
            <source>There is no mask yet: paint one</source>
            <translation>还没有掩膜，请绘制一个</translation>
        </message>
        <message>
            <source>The mask is as it was found</source>
            <translation>掩膜与最初找到的一致</translation>
        </message>
        <message>
            <source>It is being reconstructed: cancel that first</source>
            <translation>正在重建，请先取消</translation>
        </message>
        <message>
            <source>No other object was found</source>
            <translation>没有找到其他物体</translation>
        </message>
        <message>
            <source>It is shown already</source>
            <translation>已在显示</translation>
        </message>
        <message>
            <source>Edit the mask first (B)</source>
            <translation>请先编辑掩膜 (B)</translation>
        </message>
        <message>
            <source>Camera files (*.json *.npz *.txt);;All files (*)</source>
            <translation>相机文件 (*.json *.npz *.txt);;所有文件 (*)</translation>
        </message>
        <message>
            <source>It has one photograph only</source>
            <translation>它只有一张照片</translation>
        </message>
        <message>
            <source>A shape that was given has no photographs to put together</source>
            <translation>直接给出的形状没有可以合并的照片</translation>
        </message>
        <message>
            <source>There is one object only</source>
            <translation>只有一个物体</translation>
        </message>
        <message>
            <source>It is not known where the photographs were taken from</source>
            <translation>不知道照片是从哪里拍摄的</translation>
        </message>
        <message>
            <source>Cameras from a file</source>
            <translation>从文件读取相机</translation>
        </message>
        <message>
            <source>It is the first photograph</source>
            <translation>这已是第一张照片</translation>
        </message>
        <message>
            <source>It is the last photograph</source>
            <translation>这已是最后一张照片</translation>
        </message>
        <message>
            <source>Several shapes for {name}</source>
            <translation>{name}的几种形状</translation>
        </message>
        <message>
            <source>{name} was given as a shape: nothing of it is left open</source>
            <translation>{name}是以形状给出的：没有未定之处</translation>
        </message>
        <message>
            <source>No object was found in {name}</source>
            <translation>在 {name} 中没有找到物体</translation>
        </message>
        <message>
            <source>This method finds one shape only: choose another one</source>
            <translation>此方法只给出一个形状：请选择其他方法</translation>
        </message>
        <message>
            <source>{name}, guess {number}</source>
            <translation>{name}，猜测 {number}</translation>
        </message>
        <message>
            <source>Random shape</source>
            <translation>随机形状</translation>
        </message>
        <message>
            <source>drawn from what the photograph leaves open, seed {seed}</source>
            <translation>从照片未定之处抽取，种子 {seed}</translation>
        </message>
        <message>
            <source>another reading of the photograph</source>
            <translation>对照片的另一种解读</translation>
        </message>
        <message>
            <source>{name}, {other}</source>
            <translation>{name}，{other}</translation>
        </message>
        <message>
            <source>, </source>
            <translation>，</translation>
        </message>
        <message>
            <source>Nothing is running</source>
            <translation>当前没有任务在运行</translation>
        </message>
        <message>
            <source>Every image has its shape already</source>
            <translation>每张图像都已有形状</translation>
        </message>
        <message>
            <source>The shape has not been moved</source>
            <translation>形状没有改动过</translation>
        </message>
        <message>
            <source>Encode</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Reconstruct</source>
            <translation>重建</translation>
        </message>
        <message>
            <source>Undo {step}</source>
            <translation>撤销{step}</translation>
        </message>
        <message>
            <source>Redo {step}</source>
            <translation>重做{step}</translation>
        </message>
        <message>
            <source>Nothing to undo</source>
            <translation>没有可撤销的操作</translation>
        </message>
        <message>
            <source>Nothing to redo</source>
            <translation>没有可重做的操作</translation>
        </message>
        <message>
            <source>{action}: {reason}</source>
            <translation>{action}：{reason}</translation>
        </message>
        <message>
            <source>Shading</source>
            <translation>着色</translation>
        </message>
        <message>
            <source>Measure and cut</source>
            <translation>测量与剖切</translation>
        </message>
        <message>
            <source>Look from</source>
            <translation>观察方向</translation>
        </message>
        <message>
            <source>Only of a shape measured in photographs is it known</source>
            <translation>只有从照片中测量的形状才知道这一点</translation>
        </message>
        <message>
            <source>It is not known how a photograph lies on this shape</source>
            <translation>不知道照片如何贴在这个形状上</translation>
        </message>
        <message>
            <source>This method knows nothing of light</source>
            <translation>此方法不含光照信息</translation>
        </message>
        <message>
            <source>The mask is shown: X swaps its brush</source>
            <translation>正在显示掩膜：X 键用于切换画笔</translation>
        </message>
        <message>
            <source>Left drag</source>
            <translation>左键拖动</translation>
        </message>
        <message>
            <source>Turn the shape</source>
            <translation>旋转形状</translation>
        </message>
        <message>
            <source>Middle or Shift drag</source>
            <translation>中键或 Shift+拖动</translation>
        </message>
        <message>
            <source>Move the picture</source>
            <translation>平移画面</translation>
        </message>
        <message>
            <source>Wheel</source>
            <translation>滚轮</translation>
        </message>
        <message>
            <source>Nearer or farther</source>
            <translation>拉近或拉远</translation>
        </message>
        <message>
            <source>Double click</source>
            <translation>双击</translation>
        </message>
        <message>
            <source>Frame the shape</source>
            <translation>取景到形状</translation>
        </message>
        <message>
            <source>Corner cross</source>
            <translation>角上的坐标轴</translation>
        </message>
        <message>
            <source>Look from that side</source>
            <translation>从该方向观察</translation>
        </message>
        <message>
            <source>Arrow keys</source>
            <translation>方向键</translation>
        </message>
        <message>
            <source>Turn by ten degrees</source>
            <translation>旋转十度</translation>
        </message>
        <message>
            <source>+ and −</source>
            <translation>+ 和 −</translation>
        </message>
        <message>
            <source>Nearer and farther</source>
            <translation>拉近与拉远</translation>
        </message>
        <message>
            <source>Use the tool in hand</source>
            <translation>使用当前工具</translation>
        </message>
        <message>
            <source>Middle or right drag</source>
            <translation>中键或右键拖动</translation>
        </message>
        <message>
            <source>Move the photograph</source>
            <translation>平移照片</translation>
        </message>
        <message>
            <source>Esc</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>Give a stroke up</source>
            <translation>放弃当前笔画</translation>
        </message>
        <message>
            <source>Mouse and keys in the 3D view</source>
            <translation>三维视图中的鼠标与按键</translation>
        </message>
        <message>
            <source>Mouse and keys on the photograph</source>
            <translation>照片上的鼠标与按键</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Ctrl+Shift+P finds an action by its name.</source>
            <translation>按 Ctrl+Shift+P 可按名称查找操作。</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>命令面板</translation>
        </message>
        <message>
            <source>Type what you want to do</source>
            <translation>输入想要执行的操作</translation>
        </message>
        <message>
            <source>Search the actions</source>
            <translation>搜索操作</translation>
        </message>
        <message>
            <source>Actions</source>
            <translation>操作</translation>
        </message>
        <message>
            <source>Choose the folder: {what}</source>
            <translation>选择文件夹：{what}</translation>
        </message>
        <message>
            <source>Reconstruct a folder</source>
            <translation>重建文件夹</translation>
        </message>
        <message>
            <source>Folder of photographs</source>
            <translation>照片文件夹</translation>
        </message>
        <message>
            <source>Folder for the shapes</source>
            <translation>形状文件夹</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>Photographs</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Shapes go to</source>
            <translation>形状保存到</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>方法</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>精细度</translation>
        </message>
        <message>
            <source>Add to the document instead</source>
            <translation>改为添加到文档</translation>
        </message>
        <message>
            <source>Reconstruct all</source>
            <translation>全部重建</translation>
        </message>
        <message>
            <source>Choose the folder with the photographs, one object in each.</source>
            <translation>请选择照片所在的文件夹，每张照片一个物体。</translation>
        </message>
        <message>
            <source>Voxels a side</source>
            <translation>每边体素数</translation>
        </message>
        <message>
            <source>There is no such folder.</source>
            <translation>没有这个文件夹。</translation>
        </message>
        <message>
            <source>Photographs: {count}</source>
            <translation>照片：{count} 张</translation>
        </message>
        <message>
            <source>What turns photographs and shapes into codes, and codes into shapes.</source>
            <translation>把照片和形状变成编码、再把编码变成形状的方法。</translation>
        </message>
        <message>
            <source>Methods</source>
            <translation>方法</translation>
        </message>
        <message>
            <source>Choose {method}</source>
            <translation>选择 {method}</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>论文</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>编码</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Chosen</source>
            <translation>已选</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>选择</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>首选项</translation>
        </message>
        <message>
            <source>Restore defaults</source>
            <translation>恢复默认值</translation>
        </message>
        <message>
            <source>All of {count}</source>
            <translation>全部 {count} 个</translation>
        </message>
        <message>
            <source>Repair the mesh</source>
            <translation>修复网格</translation>
        </message>
        <message>
            <source>Leave the mesh unrepaired</source>
            <translation>不修复网格</translation>
        </message>
        <message>
            <source>Keep the largest piece</source>
            <translation>仅保留最大部分</translation>
        </message>
        <message>
            <source>Keep all pieces</source>
            <translation>保留所有部分</translation>
        </message>
        <message>
            <source>Turn about {axis}</source>
            <translation>绕 {axis} 轴旋转</translation>
        </message>
        <message>
            <source>Turn back</source>
            <translation>恢复朝向</translation>
        </message>
        <message>
            <source>Swap shape</source>
            <translation>交换形状</translation>
        </message>
        <message>
            <source>Swap pose</source>
            <translation>交换姿态</translation>
        </message>
        <message>
            <source>Swap lighting</source>
            <translation>交换光照</translation>
        </message>
        <message>
            <source>Move shape {number}</source>
            <translation>调整形状方向 {number}</translation>
        </message>
        <message>
            <source>Add {name}</source>
            <translation>添加 {name}</translation>
        </message>
        <message>
            <source>Remove {name}</source>
            <translation>移除 {name}</translation>
        </message>
        <message>
            <source>Rename {name}</source>
            <translation>重命名 {name}</translation>
        </message>
        <message>
            <source>Move {name}</source>
            <translation>移动 {name}</translation>
        </message>
        <message>
            <source>Encode {name}</source>
            <translation>编码 {name}</translation>
        </message>
        <message>
            <source>Reconstruct {name}</source>
            <translation>重建 {name}</translation>
        </message>
        <message>
            <source>Change the detail</source>
            <translation>调整细节</translation>
        </message>
        <message>
            <source>Lock shape {number}</source>
            <translation>锁定形状方向 {number}</translation>
        </message>
        <message>
            <source>Unlock shape {number}</source>
            <translation>解锁形状方向 {number}</translation>
        </message>
        <message>
            <source>Reset shape</source>
            <translation>重置形状</translation>
        </message>
        <message>
            <source>Reset mask</source>
            <translation>重置掩膜</translation>
        </message>
        <message>
            <source>Find object</source>
            <translation>查找物体</translation>
        </message>
        <message>
            <source>Crop</source>
            <translation>裁剪</translation>
        </message>
        <message>
            <source>Rotate left</source>
            <translation>向左旋转</translation>
        </message>
        <message>
            <source>Rotate right</source>
            <translation>向右旋转</translation>
        </message>
        <message>
            <source>This shape was measured in photographs: it is as it is, and has nothing to steer.</source>
            <translation>这个形状是从照片中测量得到的：它就是这样，没有可调节的内容。</translation>
        </message>
        <message>
            <source>A learned method can rebuild it from a code; that one can be steered.</source>
            <translation>学习得到的方法可以用编码重建它，重建的形状可以调节。</translation>
        </message>
        <message>
            <source>{name} for {method}</source>
            <translation>{name}，用于 {method}</translation>
        </message>
        <message>
            <source>{name}, steerable</source>
            <translation>{name}，可调节</translation>
        </message>
        <message>
            <source>Add {count} photographs to {name}</source>
            <translation>向 {name} 添加 {count} 张照片</translation>
        </message>
        <message>
            <source>Cameras for {count} photographs</source>
            <translation>{count} 张照片的相机</translation>
        </message>
        <message>
            <source>One object</source>
            <translation>一个物体</translation>
        </message>
        <message>
            <source>Add {name}: {count} photographs</source>
            <translation>添加 {name}：{count} 张照片</translation>
        </message>
        <message>
            <source>Put together with {name}</source>
            <translation>与 {name} 合并</translation>
        </message>
        <message>
            <source>Take out {name}</source>
            <translation>取出 {name}</translation>
        </message>
        <message>
            <source>Take {name} apart</source>
            <translation>拆分 {name}</translation>
        </message>
        <message>
            <source>Open {name}</source>
            <translation>打开 {name}</translation>
        </message>
        <message>
            <source>Export {name}</source>
            <translation>导出 {name}</translation>
        </message>
        <message>
            <source>Take snapshot {name}</source>
            <translation>拍摄快照 {name}</translation>
        </message>
        <message>
            <source>Rename snapshot {name}</source>
            <translation>重命名快照 {name}</translation>
        </message>
        <message>
            <source>Remove snapshot {name}</source>
            <translation>移除快照 {name}</translation>
        </message>
        <message>
            <source>Restore {name}</source>
            <translation>恢复 {name}</translation>
        </message>
        <message>
            <source>as reconstructed</source>
            <translation>重建结果</translation>
        </message>
        <message>
            <source>restored from a snapshot</source>
            <translation>由快照恢复</translation>
        </message>
        <message>
            <source>shape of {name}</source>
            <translation>{name} 的形状</translation>
        </message>
        <message>
            <source>pose of {name}</source>
            <translation>{name} 的姿态</translation>
        </message>
        <message>
            <source>light of {name}</source>
            <translation>{name} 的光照</translation>
        </message>
        <message>
            <source>shape moved by hand</source>
            <translation>手动调整的形状</translation>
        </message>
        <message>
            <source>There was not enough memory. Use a lower resolution or fewer images.</source>
            <translation>内存不足。请降低分辨率或减少图像。</translation>
        </message>
        <message>
            <source>The learned method '{method}' guessed the shape instead.</source>
            <translation>改由学习方法“{method}”推测了形状。</translation>
        </message>
        <message>
            <source>{name} is a folder. Choose the images in it.</source>
            <translation>{name} 是文件夹，请选择其中的图像。</translation>
        </message>
        <message>
            <source>{name} does not exist. Check the name.</source>
            <translation>{name} 不存在，请检查名称。</translation>
        </message>
        <message>
            <source>{name} is empty. Copy it again or choose another.</source>
            <translation>{name} 是空文件，请重新复制或另选一个。</translation>
        </message>
        <message>
            <source>The folder {name} holds no images. Choose one that does.</source>
            <translation>文件夹 {name} 中没有图像，请另选一个。</translation>
        </message>
        <message>
            <source>{name} is not an image. Use a JPEG, PNG, WebP or AVIF.</source>
            <translation>{name} 不是图像，请使用 JPEG、PNG、WebP 或 AVIF。</translation>
        </message>
        <message>
            <source>{name} is damaged. Copy it again or choose another.</source>
            <translation>{name} 已损坏，请重新复制或另选一个。</translation>
        </message>
        <message>
            <source>{name} could not be read as a mesh. Export it again.</source>
            <translation>{name} 无法作为网格读取。请重新导出。</translation>
        </message>
        <message>
            <source>{name} holds no triangles. Use a file with a mesh.</source>
            <translation>{name} 不含三角形。请使用含网格的文件。</translation>
        </message>
        <message>
            <source>{name} could not be read as arrays. Write it again.</source>
            <translation>{name} 无法作为数组读取。请重新写入。</translation>
        </message>
        <message>
            <source>{name} holds no cubic grid named 'occupancy'. Use another file.</source>
            <translation>{name} 中没有名为 'occupancy' 的立方网格。请换一个文件。</translation>
        </message>
        <message>
            <source>{name} is not a whole binvox file. Write it again.</source>
            <translation>{name} 不是完整的 binvox 文件。请重新写入。</translation>
        </message>
        <message>
            <source>The grid of {name} is damaged. Write it again.</source>
            <translation>{name} 的网格已损坏。请重新写入。</translation>
        </message>
        <message>
            <source>No voxel of the grid is occupied. Use another grid.</source>
            <translation>网格中没有被占据的体素。请换一个网格。</translation>
        </message>
        <message>
            <source>The mesh is empty or has no size. Use one with triangles.</source>
            <translation>网格为空或没有大小。请使用含三角形的网格。</translation>
        </message>
        <message>
            <source>{name} is too large to open. Make it smaller first.</source>
            <translation>{name} 过大，无法打开，请先缩小。</translation>
        </message>
        <message>
            <source>{name} is a file, not a folder. Choose another name.</source>
            <translation>{name} 是文件而非文件夹，请换一个名称。</translation>
        </message>
        <message>
            <source>The shape is empty, so nothing was written. Reconstruct one first.</source>
            <translation>形状为空，未写入任何内容，请先重建。</translation>
        </message>
        <message>
            <source>{suffix} files hold no colours. Use .glb to keep those of the photograph.</source>
            <translation>{suffix} 文件不含颜色。要保留照片的颜色，请使用 .glb。</translation>
        </message>
        <message>
            <source>{name} was not written: its folder does not exist. Create it or choose another.</source>
            <translation>未能写入 {name}：文件夹不存在。请创建或另选一个。</translation>
        </message>
        <message>
            <source>{name} was not written: the folder is read-only. Choose another folder.</source>
            <translation>未能写入 {name}：文件夹为只读。请另选文件夹。</translation>
        </message>
        <message>
            <source>{name} was not written: a folder has that name. Choose another name.</source>
            <translation>未能写入 {name}：已有同名文件夹。请换一个名称。</translation>
        </message>
        <message>
            <source>{name} was not written: the disk is read-only. Choose a folder on another.</source>
            <translation>未能写入 {name}：磁盘为只读。请选择其他磁盘上的文件夹。</translation>
        </message>
        <message>
            <source>{name} is damaged or no project. Open another copy.</source>
            <translation>{name} 已损坏或不是项目，请打开另一份副本。</translation>
        </message>
        <message>
            <source>{name} is damaged. Open another copy of it.</source>
            <translation>{name} 已损坏，请打开另一份副本。</translation>
        </message>
        <message>
            <source>{name} is not a Shapewright project. Choose another file.</source>
            <translation>{name} 不是 Shapewright 项目，请另选文件。</translation>
        </message>
        <message>
            <source>{name} was made by a newer Shapewright. Update this one to open it.</source>
            <translation>{name} 由更新版本的 Shapewright 创建，请更新本程序后再打开。</translation>
        </message>
        <message>
            <source>There was not enough memory for {wanted}³ voxels, so the shape was made with {made}³.</source>
            <translation>内存不足以生成 {wanted}³ 体素，因此形状以 {made}³ 生成。</translation>
        </message>
        <message>
            <source>The cameras of all {count} photographs are known: it can be measured.</source>
            <translation>全部 {count} 张照片的相机都已知：可以测量。</translation>
        </message>
        <message>
            <source>The cameras of {known} of {count} photographs are known: it can be measured.</source>
            <translation>{count} 张照片中有 {known} 张的相机已知：可以测量。</translation>
        </message>
        <message>
            <source>The cameras of {known} photographs are known, but all look from one side: the shape is guessed. Photographs from all around would let it be measured.</source>
            <translation>已知 {known} 张照片的相机，但都从同一侧拍摄，因此形状靠推测。若有环绕一周的照片即可测量。</translation>
        </message>
        <message>
            <source>The cameras of {known} photographs are known: it is carved from their outlines. To measure its hollows as well, take a dozen or more, {degrees} degrees apart at most.</source>
            <translation>已知 {known} 张照片的相机：将按轮廓雕刻形状。若还要测量凹处，请拍十二张以上，相邻不超过 {degrees} 度。</translation>
        </message>
        <message>
            <source>{count} photographs that seem to show different objects: a shape each.</source>
            <translation>{count} 张照片似乎拍的是不同物体：各成一个形状。</translation>
        </message>
        <message>
            <source>{count} photographs without cameras are few: the shape is guessed from all of them.</source>
            <translation>没有相机的 {count} 张照片太少：由它们共同猜测形状。</translation>
        </message>
        <message>
            <source>{count} photographs of one object: where they were taken from can be found, and the shape measured.</source>
            <translation>同一物体的 {count} 张照片：可以求出拍摄位置，再测量形状。</translation>
        </message>
        <message>
            <source>The edge of {name} cuts the object off. Take a photograph that shows all of it.</source>
            <translation>{name} 的边缘切断了物体。请拍一张能看到整个物体的照片。</translation>
        </message>
        <message>
            <source>The mask of {name} is in {count} pieces. Leave one object in it.</source>
            <translation>{name} 的遮罩分成 {count} 块。请只保留一个物体。</translation>
        </message>
        <message>
            <source>The object of {name} is as thin as a wire, so most of it is a guess.</source>
            <translation>{name} 中的物体细如铁丝，因此大部分形状是猜测。</translation>
        </message>
        <message>
            <source>The detail is that of {name}, which tells most.</source>
            <translation>细节取自最能说明物体的 {name}。</translation>
        </message>
        <message>
            <source>It is blurred, and the others are sharp.</source>
            <translation>它是模糊的，而其他照片清晰。</translation>
        </message>
        <message>
            <source>It seems to show another object.</source>
            <translation>它似乎拍的是另一个物体。</translation>
        </message>
        <message>
            <source>It is a copy of {name}.</source>
            <translation>它是 {name} 的副本。</translation>
        </message>
        <message>
            <source>no object was found in it</source>
            <translation>其中没有找到物体</translation>
        </message>
        <message>
            <source>its camera is not known</source>
            <translation>其相机未知</translation>
        </message>
        <message>
            <source>its outline or its camera contradicts all the others</source>
            <translation>其轮廓或相机与其他照片都不一致</translation>
        </message>
        <message>
            <source>{share} of the surface is in no photograph and was guessed.</source>
            <translation>{share} 的表面不在任何照片中，是猜测的。</translation>
        </message>
        <message>
            <source>The cameras were found in the photographs: {placed} of {count}.</source>
            <translation>已从照片中求出相机：{count} 张中的 {placed} 张。</translation>
        </message>
        <message>
            <source>Only {placed} of {count} photographs could be placed: they overlap too little. Take more from in between, some 15 degrees apart.</source>
            <translation>{count} 张照片中只有 {placed} 张能够定位：它们重叠太少。请在中间补拍，相邻约 15 度。</translation>
        </message>
        <message>
            <source>There is too little to compare on the surface: its colours are plain. It was carved from the outlines alone, and hollows stay filled.</source>
            <translation>表面颜色单一，可供比对的内容太少。形状仅由轮廓雕刻而成，凹陷处保持填实。</translation>
        </message>
        <message>
            <source>What no photograph shows was guessed by `tl`, whose shape fits the outlines by {fits}.</source>
            <translation>照片未拍到的部分由 `tl` 推测，其形状与轮廓的吻合度为 {fits}。</translation>
        </message>
        <message>
            <source>Its outline fits those of the photographs by {fits} only: cameras or masks are not exact.</source>
            <translation>其轮廓与照片的吻合度仅为 {fits}：相机或蒙版不够精确。</translation>
        </message>
        <message>
            <source>Measuring a shape needs {count} photographs or more from different sides. Add some, or choose a learned method.</source>
            <translation>测量形状需要至少 {count} 张来自不同侧面的照片。请再添加一些，或选择学习方法。</translation>
        </message>
        <message>
            <source>Only {used} of the {count} photographs can be used, {needed} are needed. Add more, or mend their masks and cameras.</source>
            <translation>{count} 张照片中只有 {used} 张可用，需要 {needed} 张。请再添加一些，或修正它们的蒙版和相机。</translation>
        </message>
        <message>
            <source>thinner</source>
            <translation>更薄</translation>
        </message>
        <message>
            <source>thicker</source>
            <translation>更厚</translation>
        </message>
        <message>
            <source>from behind</source>
            <translation>从背面</translation>
        </message>
        <message>
            <source>turned {degrees}°</source>
            <translation>转 {degrees}°</translation>
        </message>
        <message>
            <source>Something went wrong inside the program ({summary}). Please report it.</source>
            <translation>程序内部出错（{summary}）。请报告此问题。</translation>
        </message>
        <message>
            <source>No font for Chinese was found, so the window is in English. On Debian or Ubuntu: apt install fonts-noto-cjk</source>
            <translation>未找到中文字体，因此窗口显示为英文。在 Debian 或 Ubuntu 上：apt install fonts-noto-cjk</translation>
        </message>
        <message>
            <source>All that opens ({images} {shapes} {videos} *{project});;Images ({images});;Shapes ({shapes});;Videos ({videos});;Projects (*{project});;All files (*)</source>
            <translation>所有可打开的文件 ({images} {shapes} {videos} *{project});;图像 ({images});;形状 ({shapes});;视频 ({videos});;项目 (*{project});;所有文件 (*)</translation>
        </message>
        <message>
            <source>Drop to add the shape</source>
            <translation>松开以添加形状</translation>
        </message>
        <message>
            <source>Drop to add them</source>
            <translation>松开即可全部添加</translation>
        </message>
        <message>
            <source>Drop to add</source>
            <translation>松开即可添加</translation>
        </message>
        <message>
            <source>{name} into a file</source>
            <translation>{name} 存为文件</translation>
        </message>
        <message>
            <source>Cameras from {name}</source>
            <translation>来自 {name} 的相机</translation>
        </message>
        <message>
            <source>Look at {name}</source>
            <translation>查看 {name}</translation>
        </message>
        <message>
            <source>Look at {count} photographs</source>
            <translation>查看 {count} 张照片</translation>
        </message>
        <message>
            <source>Photograph with its mask</source>
            <translation>照片及其掩膜</translation>
        </message>
        <message>
            <source>Brush stroke</source>
            <translation>画笔笔画</translation>
        </message>
        <message>
            <source>Eraser stroke</source>
            <translation>橡皮笔画</translation>
        </message>
        <message>
            <source>Grow mask</source>
            <translation>扩张掩膜</translation>
        </message>
        <message>
            <source>Shrink mask</source>
            <translation>收缩掩膜</translation>
        </message>
        <message>
            <source>Fill holes</source>
            <translation>填充孔洞</translation>
        </message>
        <message>
            <source>Fill region</source>
            <translation>填充区域</translation>
        </message>
        <message>
            <source>Find object in box</source>
            <translation>在框内查找物体</translation>
        </message>
        <message>
            <source>Invert mask</source>
            <translation>反转掩膜</translation>
        </message>
        <message>
            <source>The shape belongs to the mask before these changes.</source>
            <translation>此形状对应改动前的掩膜。</translation>
        </message>
        <message>
            <source>Click a hole to fill it, or an island to remove it.</source>
            <translation>单击孔洞可填充，单击孤岛可移除。</translation>
        </message>
        <message>
            <source>Draw a box around the object; with Shift it is added to the mask.</source>
            <translation>画框圈出物体；按住 Shift 则添加到掩膜。</translation>
        </message>
        <message>
            <source>Draw the box that is to stay of the photograph.</source>
            <translation>画出照片要保留的范围。</translation>
        </message>
        <message>
            <source>Show the shape</source>
            <translation>显示形状</translation>
        </message>
        <message>
            <source>Reconstruct again</source>
            <translation>重新重建</translation>
        </message>
        <message>
            <source>Size of the brush  [ ]</source>
            <translation>画笔大小  [ ]</translation>
        </message>
        <message>
            <source>Size of the brush</source>
            <translation>画笔大小</translation>
        </message>
        <message>
            <source>Find the object again</source>
            <translation>重新查找物体</translation>
        </message>
        <message>
            <source>What to make of the photographs</source>
            <translation>如何处理这些照片</translation>
        </message>
        <message>
            <source>Only add them</source>
            <translation>仅添加</translation>
        </message>
        <message>
            <source>Into files…</source>
            <translation>存为文件…</translation>
        </message>
        <message>
            <source>Reconstruct one after the other, and write each into a file</source>
            <translation>逐一重建，并各写入一个文件</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>{file} has a camera for each: the shape can be measured.</source>
            <translation>{file} 为每张照片都提供了相机：可以测量形状。</translation>
        </message>
        <message>
            <source>More of {name}</source>
            <translation>{name} 的更多照片</translation>
        </message>
        <message>
            <source>used; click to leave it out</source>
            <translation>已使用；点击可排除</translation>
        </message>
        <message>
            <source>left out; click to use it</source>
            <translation>已排除；点击可使用</translation>
        </message>
        <message>
            <source>and {count} more</source>
            <translation>以及另外 {count} 项</translation>
        </message>
        <message>
            <source>Reconstruct each</source>
            <translation>逐一重建</translation>
        </message>
        <message>
            <source>{count} pictures from {name}</source>
            <translation>来自 {name} 的 {count} 帧画面</translation>
        </message>
        <message>
            <source>Together, one object</source>
            <translation>合在一起，同一物体</translation>
        </message>
        <message>
            <source>All of them show the same object</source>
            <translation>它们拍的都是同一物体</translation>
        </message>
        <message>
            <source>Each a shape of its own</source>
            <translation>各自成为一个形状</translation>
        </message>
        <message>
            <source>Every photograph becomes an item</source>
            <translation>每张照片成为一个条目</translation>
        </message>
        <message>
            <source>{name} is left out: {reason}</source>
            <translation>{name} 未使用：{reason}</translation>
        </message>
        <message>
            <source>Needs {fewest} photographs or more; these are {count}. Another method would serve better.</source>
            <translation>至少需要 {fewest} 张照片，现有 {count} 张。换一种方法效果更好。</translation>
        </message>
        <message>
            <source>Measure the shape</source>
            <translation>测量形状</translation>
        </message>
        <message>
            <source>{count} photographs of one object</source>
            <translation>同一物体的 {count} 张照片</translation>
        </message>
        <message>
            <source>{count} photographs</source>
            <translation>{count} 张照片</translation>
        </message>
        <message>
            <source>Further photographs of the selected object</source>
            <translation>所选物体的更多照片</translation>
        </message>
        <message>
            <source>{file} has cameras for {count} of them.</source>
            <translation>{file} 为其中 {count} 张提供了相机。</translation>
        </message>
        <message>
            <source>Go on with</source>
            <translation>继续处理</translation>
        </message>
        <message>
            <source>Recover</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>放弃</translation>
        </message>
        <message>
            <source>Shapewright ended without saving {name}. It was kept on {time}.</source>
            <translation>Shapewright 退出时未保存 {name}。副本保留于 {time}。</translation>
        </message>
        <message>
            <source>Untitled</source>
            <translation>未命名</translation>
        </message>
        <message>
            <source>One object, well visible, in one photograph or in many from all sides. It becomes a shape that you can turn, change and export. A mesh or a voxel file becomes a code that you can change.</source>
            <translation>一个清晰可见的物体，一张照片，或从各个方向拍摄的多张照片，会变成可以旋转、修改和导出的形状。网格或体素文件会变成可以修改的编码。</translation>
        </message>
        <message>
            <source>Drop a photograph or a shape here</source>
            <translation>将照片或形状拖到这里</translation>
        </message>
        <message>
            <source>Open…</source>
            <translation>打开…</translation>
        </message>
        <message>
            <source>Ctrl+O; Ctrl+V pastes an image</source>
            <translation>Ctrl+O；Ctrl+V 粘贴图像</translation>
        </message>
        <message>
            <source>or start with a sample</source>
            <translation>或从示例开始</translation>
        </message>
        <message>
            <source>{name}: {count} photographs</source>
            <translation>{name}：{count} 张照片</translation>
        </message>
        <message>
            <source>Sample {name}</source>
            <translation>示例 {name}</translation>
        </message>
        <message>
            <source>Each voxel has a probability of being part of the shape; the surface lies at 50%.
Few bars between the ends: the network is sure of what it shows. Many: take the shape
as a guess. Voxels that are surely empty are left out.</source>
            <translation>每个体素都有属于形状的概率；表面位于 50% 处。
两端之间的柱少：网络对结果有把握。柱多：请把形状
当作猜测。确定为空的体素未计入。</translation>
        </message>
        <message>
            <source>{inside:,} voxels in the shape
{undecided:,} not sure ({low:.0%}-{high:.0%})</source>
            <translation>形状内体素 {inside:,} 个
不确定 {undecided:,} 个（{low:.0%}-{high:.0%}）</translation>
        </message>
        <message>
            <source>Certainty</source>
            <translation>确定程度</translation>
        </message>
        <message>
            <source>Show the voxels' probabilities</source>
            <translation>显示体素概率</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>图像</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>Pose</source>
            <translation>姿态</translation>
        </message>
        <message>
            <source>Lighting</source>
            <translation>光照</translation>
        </message>
        <message>
            <source>What it is</source>
            <translation>物体是什么</translation>
        </message>
        <message>
            <source>How the camera stood</source>
            <translation>相机的位置与朝向</translation>
        </message>
        <message>
            <source>Where the lamp stood</source>
            <translation>光源的位置</translation>
        </message>
        <message>
            <source>Take the shape from {name}</source>
            <translation>采用 {name} 的形状</translation>
        </message>
        <message>
            <source>Take the pose from {name}</source>
            <translation>采用 {name} 的姿态</translation>
        </message>
        <message>
            <source>Take the lighting from {name}</source>
            <translation>采用 {name} 的光照</translation>
        </message>
        <message>
            <source>{name} has a code of {other}; this shape is one of {method}</source>
            <translation>{name} 的编码属于 {other}；此形状属于 {method}</translation>
        </message>
        <message>
            <source>With two images or more, shape, pose and light can be swapped between them.</source>
            <translation>有两张或更多图像时，可在它们之间交换形状、姿态和光照。</translation>
        </message>
        <message>
            <source>Reconstruct a second image to swap shape, pose and light.</source>
            <translation>再重建一张图像，即可交换形状、姿态和光照。</translation>
        </message>
        <message>
            <source>Reconstruct {name} first</source>
            <translation>请先重建 {name}</translation>
        </message>
        <message>
            <source>Codes</source>
            <translation>潜在编码</translation>
        </message>
        <message>
            <source>Flip to the other shape</source>
            <translation>切换到另一形状</translation>
        </message>
        <message>
            <source>Colour the difference</source>
            <translation>用颜色显示差异</translation>
        </message>
        <message>
            <source>Take a snapshot (Ctrl+Shift+D), or reconstruct another image, to compare.</source>
            <translation>拍摄快照 (Ctrl+Shift+D) 或重建另一张图像即可比较。</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Compare with</source>
            <translation>比较对象</translation>
        </message>
        <message>
            <source>Numbers of the compared shapes</source>
            <translation>所比较形状的数值</translation>
        </message>
        <message>
            <source>Copy the numbers  Ctrl+Shift+C</source>
            <translation>复制数值  Ctrl+Shift+C</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>当前</translation>
        </message>
        <message>
            <source>How much of what only the photograph shows lies on the shape of the sliders.</source>
            <translation>照片独有的细节有多少叠加在滑块所定的形状上。</translation>
        </message>
        <message>
            <source>At 0% it is the sliders' shape alone. Double-click to reset.</source>
            <translation>为 0% 时只有滑块所定的形状。双击可复位。</translation>
        </message>
        <message>
            <source>The sliders are far from the photograph: {left:.0%} of its detail is left.</source>
            <translation>滑块已远离照片：细节只剩 {left:.0%}。</translation>
        </message>
        <message>
            <source>There is no shape yet: reconstruct first.</source>
            <translation>还没有形状，请先重建。</translation>
        </message>
        <message>
            <source>Read back: {count:,} faces, {closed}, {sides}, {kept}</source>
            <translation>已回读核对：{count:,} 个面，{closed}，{sides}，{kept}</translation>
        </message>
        <message>
            <source>GLB  web, games</source>
            <translation>GLB  网页、游戏</translation>
        </message>
        <message>
            <source>OBJ  any program</source>
            <translation>OBJ  通用</translation>
        </message>
        <message>
            <source>STL  printing</source>
            <translation>STL  3D 打印</translation>
        </message>
        <message>
            <source>3MF  printing</source>
            <translation>3MF  3D 打印</translation>
        </message>
        <message>
            <source>PLY  scans</source>
            <translation>PLY  扫描</translation>
        </message>
        <message>
            <source>OFF  plain text</source>
            <translation>OFF  纯文本</translation>
        </message>
        <message>
            <source>USDZ  phones</source>
            <translation>USDZ  手机</translation>
        </message>
        <message>
            <source>PLY  points</source>
            <translation>PLY  点云</translation>
        </message>
        <message>
            <source>NPZ  voxels</source>
            <translation>NPZ  体素</translation>
        </message>
        <message>
            <source>Binvox  voxels</source>
            <translation>Binvox  体素</translation>
        </message>
        <message>
            <source>NPZ  code</source>
            <translation>NPZ  潜在编码</translation>
        </message>
        <message>
            <source>JSON  code</source>
            <translation>JSON  潜在编码</translation>
        </message>
        <message>
            <source>{name} exists already. Replace it?</source>
            <translation>{name} 已存在。要替换吗？</translation>
        </message>
        <message>
            <source>{name} is on the clipboard: paste it elsewhere.</source>
            <translation>{name} 已在剪贴板上，可粘贴到别处。</translation>
        </message>
        <message>
            <source>Read back: {count:,} filled voxels, {kept}</source>
            <translation>已回读核对：{count:,} 个实心体素，{kept}</translation>
        </message>
        <message>
            <source>Read back: all {count} numbers, {kept}</source>
            <translation>已回读核对：全部 {count} 个数值，{kept}</translation>
        </message>
        <message>
            <source>Read back: {count:,} points, {sides}, {kept}</source>
            <translation>已回读核对：{count:,} 个点，{sides}，{kept}</translation>
        </message>
        <message>
            <source>watertight</source>
            <translation>水密</translation>
        </message>
        <message>
            <source>not watertight</source>
            <translation>非水密</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Up</source>
            <translation>朝上</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Drag out</source>
            <translation>拖出</translation>
        </message>
        <message>
            <source>Export the shape</source>
            <translation>导出形状</translation>
        </message>
        <message>
            <source>shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>Set the size</source>
            <translation>设定尺寸</translation>
        </message>
        <message>
            <source>Choose what is up</source>
            <translation>选择朝上的轴</translation>
        </message>
        <message>
            <source>Wrote {name}.</source>
            <translation>已写入 {name}。</translation>
        </message>
        <message>
            <source>Drag the file into another program, or click to copy it</source>
            <translation>把文件拖到其他程序，或单击以复制</translation>
        </message>
        <message>
            <source>The longest side of the shape</source>
            <translation>形状的最长边</translation>
        </message>
        <message>
            <source>Only meshes have a size in mm</source>
            <translation>只有网格才有毫米尺寸</translation>
        </message>
        <message>
            <source>Usual</source>
            <translation>惯例</translation>
        </message>
        <message>
            <source>As the format has it: Z in STL and 3MF, else Y</source>
            <translation>按格式惯例：STL 和 3MF 为 Z，其余为 Y</translation>
        </message>
        <message>
            <source>Y is up in the file</source>
            <translation>文件中 Y 朝上</translation>
        </message>
        <message>
            <source>Z is up in the file</source>
            <translation>文件中 Z 朝上</translation>
        </message>
        <message>
            <source>Finer, slower</source>
            <translation>更精细，较慢</translation>
        </message>
        <message>
            <source>Finest</source>
            <translation>最精细</translation>
        </message>
        <message>
            <source>{side}³ voxels, each with its probability</source>
            <translation>{side}³ 个体素，各带概率</translation>
        </message>
        <message>
            <source>The numbers that the shape, pose and light are made from</source>
            <translation>生成形状、姿态和光照的数值</translation>
        </message>
        <message>
            <source>50,000 points on the surface, with normals</source>
            <translation>表面上的 50,000 个点，带法线</translation>
        </message>
        <message>
            <source>Mesh</source>
            <translation>网格</translation>
        </message>
        <message>
            <source>Finish</source>
            <translation>后处理</translation>
        </message>
        <message>
            <source>The most triangles there may be; at the right end all are kept</source>
            <translation>三角面的最大数量；在最右端则全部保留</translation>
        </message>
        <message>
            <source>Face budget</source>
            <translation>面数上限</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Evens out small bumps; the volume is kept</source>
            <translation>抹平细小起伏，体积保持不变</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>平滑</translation>
        </message>
        <message>
            <source>Turn by 90° about {axis}</source>
            <translation>绕 {axis} 轴旋转 90°</translation>
        </message>
        <message>
            <source>Set the face budget</source>
            <translation>设定面数上限</translation>
        </message>
        <message>
            <source>Smooth the mesh</source>
            <translation>平滑网格</translation>
        </message>
        <message>
            <source>Turn</source>
            <translation>旋转</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>Faces</source>
            <translation>面数</translation>
        </message>
        <message>
            <source>Smooth</source>
            <translation>平滑</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>起点</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史</translation>
        </message>
        <message>
            <source>Click a step to go there; nothing is lost by going back</source>
            <translation>单击某一步即可跳到那里；返回不会丢失任何内容</translation>
        </message>
        <message>
            <source>The share of the volume that the network expects to have right: the overlap of the shape with the true one over their union (IoU).</source>
            <translation>网络预计正确的体积比例：预测形状与真实形状的交并比 (IoU)。</translation>
        </message>
        <message>
            <source>About {share:.0%} right</source>
            <translation>约 {share:.0%} 正确</translation>
        </message>
        <message>
            <source>Open…  Ctrl+O</source>
            <translation>打开…  Ctrl+O</translation>
        </message>
        <message>
            <source>Put this message away</source>
            <translation>收起此消息</translation>
        </message>
        <message>
            <source>A guess</source>
            <translation>推测</translation>
        </message>
        <message>
            <source>A guess, {share:.0%} right</source>
            <translation>猜测，{share:.0%} 正确</translation>
        </message>
        <message>
            <source>Measured, fits by {share:.0%}</source>
            <translation>已测量，吻合 {share:.0%}</translation>
        </message>
        <message>
            <source>Show this image</source>
            <translation>显示此图像</translation>
        </message>
        <message>
            <source>Reconstructing…</source>
            <translation>正在重建…</translation>
        </message>
        <message>
            <source>Encoding…</source>
            <translation>正在编码…</translation>
        </message>
        <message>
            <source>Photographs changed since</source>
            <translation>照片在此之后有改动</translation>
        </message>
        <message>
            <source>Mask changed since</source>
            <translation>此后掩膜有改动</translation>
        </message>
        <message>
            <source>Changed by hand</source>
            <translation>已手动修改</translation>
        </message>
        <message>
            <source>A shape, to be encoded</source>
            <translation>形状，待编码</translation>
        </message>
        <message>
            <source>Reconstruct {name}; then its shape can be moved here.</source>
            <translation>重建 {name} 后，可在此调整其形状。</translation>
        </message>
        <message>
            <source>Shape sliders</source>
            <translation>形状滑块</translation>
        </message>
        <message>
            <source>Draw a random shape</source>
            <translation>抽取随机形状</translation>
        </message>
        <message>
            <source>Back to the shape in the photograph</source>
            <translation>恢复照片中的形状</translation>
        </message>
        <message>
            <source>Make it steerable</source>
            <translation>使其可调节</translation>
        </message>
        <message>
            <source>Show finer directions</source>
            <translation>显示更细的方向</translation>
        </message>
        <message>
            <source>{method} measures shapes: they are as they are.</source>
            <translation>{method} 直接测量形状，没有可调节的参数。</translation>
        </message>
        <message>
            <source>Reconstruct an image; then its shape can be moved here.</source>
            <translation>重建一张图像后，可在此调整其形状。</translation>
        </message>
        <message>
            <source>Encode {name}; then its shape can be moved here.</source>
            <translation>编码 {name} 后，可在此调整其形状。</translation>
        </message>
        <message>
            <source>The code of the whole; two sigma change up to {effect:.0%} of the voxels.</source>
            <translation>整体的编码；两个 σ 最多改变 {effect:.0%} 的体素。</translation>
        </message>
        <message>
            <source>A code of parts; two sigma change up to {effect:.0%} of the voxels.</source>
            <translation>局部的编码；两个 σ 最多改变 {effect:.0%} 的体素。</translation>
        </message>
        <message>
            <source>Direction {number}: two sigma change {effect:.0%} of the voxels.</source>
            <translation>方向 {number}：两个 σ 会改变 {effect:.0%} 的体素。</translation>
        </message>
        <message>
            <source>Drag, or use the arrow keys. Double-click to reset.</source>
            <translation>可拖动或使用方向键。双击复位。</translation>
        </message>
        <message>
            <source>Shape direction {number}</source>
            <translation>形状方向 {number}</translation>
        </message>
        <message>
            <source>How surely it means that: {strength:.0%}.</source>
            <translation>这一含义的可靠程度：{strength:.0%}。</translation>
        </message>
        <message>
            <source>Unlock {axis}</source>
            <translation>解锁 {axis}</translation>
        </message>
        <message>
            <source>Locked: random shapes and the map leave it. Click to free it.</source>
            <translation>已锁定：随机形状和地图不会改变它。点击解锁。</translation>
        </message>
        <message>
            <source>Lock {axis}</source>
            <translation>锁定 {axis}</translation>
        </message>
        <message>
            <source>Lock it: random shapes and the map will leave it as it is.</source>
            <translation>锁定：随机形状和地图将保持它不变。</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>Diagnostics copied; paste them into a report</source>
            <translation>诊断信息已复制，可粘贴到报告中</translation>
        </message>
        <message>
            <source>Copy diagnostics</source>
            <translation>复制诊断信息</translation>
        </message>
        <message>
            <source>Map of shapes</source>
            <translation>形状地图</translation>
        </message>
        <message>
            <source>Take {name} from the map</source>
            <translation>从地图取{name}</translation>
        </message>
        <message>
            <source>Walk on the map</source>
            <translation>在地图上移动</translation>
        </message>
        <message>
            <source>Point at a class to see it alone</source>
            <translation>指向一个类别即可单独查看</translation>
        </message>
        <message>
            <source>“{method}” has no map yet.</source>
            <translation>“{method}”还没有地图。</translation>
        </message>
        <message>
            <source>Click a shape to begin with it.</source>
            <translation>点击一个形状，从它开始。</translation>
        </message>
        <message>
            <source>Click to take a shape, drag to walk between shapes.</source>
            <translation>点击取用形状，拖动在形状之间移动。</translation>
        </message>
        <message>
            <source>Map</source>
            <translation>地图</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Repair</source>
            <translation>修复</translation>
        </message>
        <message>
            <source>Close holes, merge vertices, turn faces out, remove specks</source>
            <translation>封闭孔洞、合并顶点、翻正面、去除碎屑</translation>
        </message>
        <message>
            <source>Largest piece</source>
            <translation>最大部分</translation>
        </message>
        <message>
            <source>Leave out all pieces but the largest</source>
            <translation>除最大部分外全部去除</translation>
        </message>
        <message>
            <source>The shape is empty: move a slider back, or undo.</source>
            <translation>形状为空：请移回滑块或撤销。</translation>
        </message>
        <message>
            <source>measuring</source>
            <translation>测量中</translation>
        </message>
        <message>
            <source>Left out: {count} smaller pieces.</source>
            <translation>已去除：{count} 个较小部分。</translation>
        </message>
        <message>
            <source>Method: {name}</source>
            <translation>方法：{name}</translation>
        </message>
        <message>
            <source>This shape was made by {shown}. Reconstruct it to see what {chosen} makes of it.</source>
            <translation>此形状由 {shown} 生成。重新重建即可查看 {chosen} 的结果。</translation>
        </message>
        <message>
            <source>Take a snapshot, or reconstruct a second image, to walk between two shapes.</source>
            <translation>拍一张快照，或重建第二张图像，即可在两个形状之间移动。</translation>
        </message>
        <message>
            <source>Walk from {start} to {end}</source>
            <translation>从{start}走到{end}</translation>
        </message>
        <message>
            <source>Along the path</source>
            <translation>沿路径</translation>
        </message>
        <message>
            <source>Drag to walk from one shape to the other</source>
            <translation>拖动，从一个形状走到另一个</translation>
        </message>
        <message>
            <source>From</source>
            <translation>从</translation>
        </message>
        <message>
            <source>To</source>
            <translation>到</translation>
        </message>
        <message>
            <source>Even</source>
            <translation>均匀</translation>
        </message>
        <message>
            <source>Whole</source>
            <translation>完整</translation>
        </message>
        <message>
            <source>No ghosts</source>
            <translation>无虚影</translation>
        </message>
        <message>
            <source>Path</source>
            <translation>路径</translation>
        </message>
        <message>
            <source>{name}: left out, {reason}</source>
            <translation>{name}：未使用，{reason}</translation>
        </message>
        <message>
            <source>Photographs of {name}</source>
            <translation>{name} 的照片</translation>
        </message>
        <message>
            <source>Where the camera stood. Azimuth 0° is the front; 90° sees the side on the right of the front
view, −90° the one on its left, 180° the back. Elevation is above the horizon.
The distance is in longest sides of the object.</source>
            <translation>相机所在的位置。方位角 0° 为正面；90° 看到正视图右侧，
−90° 看到左侧，180° 为背面。仰角从水平面起算。
距离以物体最长边为单位。</translation>
        </message>
        <message>
            <source>Seen from the camera; 0° right and 0° above shines from right behind it.</source>
            <translation>从相机看去；右 0°、上 0° 表示光从相机正后方照来。</translation>
        </message>
        <message>
            <source>Network's picture</source>
            <translation>网络绘制的图像</translation>
        </message>
        <message>
            <source>Silhouette it sees</source>
            <translation>网络看到的轮廓</translation>
        </message>
        <message>
            <source>Depth it sees</source>
            <translation>网络看到的深度</translation>
        </message>
        <message>
            <source>Normals it sees</source>
            <translation>网络看到的法线</translation>
        </message>
        <message>
            <source>Azimuth {azimuth:.0f}°
Elevation {elevation:.0f}°{roll}
{distance:.1f} sides away</source>
            <translation>方位角 {azimuth:.0f}°
仰角 {elevation:.0f}°{roll}
距离 {distance:.1f} 倍边长</translation>
        </message>
        <message>
            <source>Lamp {azimuth:.0f}° {side}, {elevation:.0f}° {height} the camera
{ambient:.0%} from all sides</source>
            <translation>光源偏{side} {azimuth:.0f}°，在相机{height} {elevation:.0f}°
环境光 {ambient:.0%}</translation>
        </message>
        <message>
            <source>, roll {angle:.0f}°</source>
            <translation>，滚转 {angle:.0f}°</translation>
        </message>
        <message>
            <source>Not found: this method only guesses where the lamp stood</source>
            <translation>未得出：此方法只能猜测光源位置</translation>
        </message>
        <message>
            <source>right</source>
            <translation>右</translation>
        </message>
        <message>
            <source>left</source>
            <translation>左</translation>
        </message>
        <message>
            <source>above</source>
            <translation>上方</translation>
        </message>
        <message>
            <source>below</source>
            <translation>下方</translation>
        </message>
        <message>
            <source>Photograph</source>
            <translation>照片</translation>
        </message>
        <message>
            <source>Being drawn</source>
            <translation>正在绘制</translation>
        </message>
        <message>
            <source>The given shape</source>
            <translation>给定的形状</translation>
        </message>
        <message>
            <source>Not drawn yet</source>
            <translation>尚未绘制</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Here</source>
            <translation>此处</translation>
        </message>
        <message>
            <source>Valid</source>
            <translation>有效</translation>
        </message>
        <message>
            <source>Pieces, closed, and like a known shape.</source>
            <translation>几块、是否封闭、是否像已知形状。</translation>
        </message>
        <message>
            <source>Similar near</source>
            <translation>相似者相邻</translation>
        </message>
        <message>
            <source>Property 1: similar shapes have codes near each other.</source>
            <translation>性质一：相似形状的编码彼此接近。</translation>
        </message>
        <message>
            <source>Small step</source>
            <translation>小步</translation>
        </message>
        <message>
            <source>Property 2: a small step of the code is a small change.</source>
            <translation>性质二：编码走一小步，形状只有小变化。</translation>
        </message>
        <message>
            <source>{name}: being measured</source>
            <translation>{name}：正在测量</translation>
        </message>
        <message>
            <source>Folder: {done} of {total}</source>
            <translation>文件夹：{done} / {total}</translation>
        </message>
        <message>
            <source>Images of the folder that are done</source>
            <translation>文件夹中已完成的图像</translation>
        </message>
        <message>
            <source>Stop; what is done is kept</source>
            <translation>停止；已完成的会保留</translation>
        </message>
        <message>
            <source>Go on with the folder</source>
            <translation>继续处理文件夹</translation>
        </message>
        <message>
            <source>Try those again that failed</source>
            <translation>重试失败的图像</translation>
        </message>
        <message>
            <source>Show the folder with the shapes</source>
            <translation>打开形状所在文件夹</translation>
        </message>
        <message>
            <source>{words}, failed: {count}</source>
            <translation>{words}，失败：{count}</translation>
        </message>
        <message>
            <source>{name}: {item}, {made}
Double-click renames; Enter restores it; Del removes it</source>
            <translation>{name}：{item}，{made}
双击重命名；Enter 恢复；Del 移除</translation>
        </message>
        <message>
            <source>Take snapshot</source>
            <translation>拍摄快照</translation>
        </message>
        <message>
            <source>Keep the shape that you see, change it, and compare the two side by side.</source>
            <translation>保留眼前的形状，修改后并排比较。</translation>
        </message>
        <message>
            <source>Snapshots</source>
            <translation>快照</translation>
        </message>
        <message>
            <source>Work</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Clear what has ended from the list</source>
            <translation>清除已结束的任务</translation>
        </message>
        <message>
            <source>Nothing runs and nothing waits.</source>
            <translation>没有运行或等待中的任务。</translation>
        </message>
        <message>
            <source>Cancel {task}</source>
            <translation>取消{task}</translation>
        </message>
        <message>
            <source>Try {task} again</source>
            <translation>重试{task}</translation>
        </message>
        <message>
            <source>Core: {size:,.0f} MB</source>
            <translation>核心：{size:,.0f} MB</translation>
        </message>
        <message>
            <source>{name}: {used:.1f} of {total:.0f} GB</source>
            <translation>{name}：{used:.1f} / {total:.0f} GB</translation>
        </message>
        <message>
            <source>CPU, threads: {count}</source>
            <translation>CPU，线程：{count}</translation>
        </message>
        <message>
            <source>{name}: {count} of its shapes were made with an earlier version of their method and are left out. Reconstruct them again; until you save, the file still has them.</source>
            <translation>{name}：其中 {count} 个形状由其方法的早期版本生成，未被打开。请重新重建；在您保存之前，文件中仍保留它们。</translation>
        </message>
        <message>
            <source>{name} was changed by another window or program since you opened it.</source>
            <translation>{name} 在您打开之后已被另一个窗口或程序修改。</translation>
        </message>
        <message>
            <source>Folder with photographs of one object</source>
            <translation>同一物体的照片文件夹</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Reading the project</source>
            <translation>正在读取项目</translation>
        </message>
        <message>
            <source>Save project</source>
            <translation>保存项目</translation>
        </message>
        <message>
            <source>Save {name}</source>
            <translation>保存 {name}</translation>
        </message>
        <message>
            <source>Writing the project</source>
            <translation>正在写入项目</translation>
        </message>
        <message>
            <source>Save the changes to {name}?</source>
            <translation>要保存对 {name} 的更改吗？</translation>
        </message>
        <message>
            <source>They are lost when they are discarded.</source>
            <translation>放弃后将会丢失。</translation>
        </message>
        <message>
            <source>Saving over it would lose what was saved there. Keep both puts yours into {other}; Reload discards yours.</source>
            <translation>直接覆盖会丢失那边保存的内容。“两者都保留”会把您的版本存为 {other}；“重新载入”会放弃您的版本。</translation>
        </message>
        <message>
            <source>Keep both</source>
            <translation>两者都保留</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>另存为…</translation>
        </message>
        <message>
            <source>Reload</source>
            <translation>重新载入</translation>
        </message>
        <message>
            <source>Unsaved work is not kept for now.</source>
            <translation>暂时无法保留未保存的工作。</translation>
        </message>
        <message>
            <source>No project has been saved yet</source>
            <translation>还没有保存过项目</translation>
        </message>
        <message>
            <source>All is saved</source>
            <translation>已全部保存</translation>
        </message>
        <message>
            <source>There is nothing to save yet</source>
            <translation>还没有可保存的内容</translation>
        </message>
        <message>
            <source>The 3D view needs OpenGL, which this system does not offer. On Debian or Ubuntu: apt install {packages}</source>
            <translation>三维视图需要 OpenGL，而此系统未提供。在 Debian 或 Ubuntu 上：apt install {packages}</translation>
        </message>
        <message>
            <source>Automatic</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>Processor (CPU)</source>
            <translation>处理器 (CPU)</translation>
        </message>
        <message>
            <source>GPU (CUDA)</source>
            <translation>显卡 (CUDA)</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Turning the shape</source>
            <translation>旋转形状</translation>
        </message>
        <message>
            <source>Networks run on</source>
            <translation>网络运行于</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>线程数</translation>
        </message>
        <message>
            <source>Photographs are in</source>
            <translation>照片位于</translation>
        </message>
        <message>
            <source>Exports go to</source>
            <translation>导出到</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Seen after the next start.</source>
            <translation>下次启动后生效。</translation>
        </message>
        <message>
            <source>Holds from the next job: the core is started anew.</source>
            <translation>从下一个任务起生效：核心进程会重新启动。</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Turntable: up stays up</source>
            <translation>转台：上方始终朝上</translation>
        </message>
        <message>
            <source>Trackball: any way</source>
            <translation>轨迹球：任意方向</translation>
        </message>
        <message>
            <source>The core stopped unexpectedly. It was started again; nothing was lost.</source>
            <translation>核心进程意外停止，已重新启动；没有丢失任何内容。</translation>
        </message>
        <message>
            <source>The core keeps stopping, so it stays off until you ask for something.</source>
            <translation>核心进程屡次停止，暂不再启动，待您下次操作时再启动。</translation>
        </message>
        <message>
            <source>The core stopped before this was done. Try again.</source>
            <translation>核心在完成之前停止了。请重试。</translation>
        </message>
        <message>
            <source>The core could not be started. Close other programs, then try again.</source>
            <translation>核心进程无法启动。请关闭其他程序后再试。</translation>
        </message>
        <message>
            <source>It failed unexpectedly. The log says more.</source>
            <translation>意外失败，详情见日志。</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>运行中</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>已取消</translation>
        </message>
        <message>
            <source>The outlined object will be reconstructed.</source>
            <translation>将重建描出轮廓的物体。</translation>
        </message>
        <message>
            <source>The outline is doubtful: mend it with the brush, or draw a box around the object.</source>
            <translation>轮廓不太可靠：请用画笔修正，或在物体周围画一个框。</translation>
        </message>
        <message>
            <source>No object was found yet: draw a box around it, or paint it.</source>
            <translation>尚未找到物体：请画框圈出，或直接绘制。</translation>
        </message>
        <message>
            <source>The object is cut out by the image itself.</source>
            <translation>图像本身已抠出物体。</translation>
        </message>
        <message>
            <source>The method sees this object.</source>
            <translation>所选方法看到的是这个物体。</translation>
        </message>
        <message>
            <source>The object is cut out by the given mask.</source>
            <translation>物体由给定的掩膜抠出。</translation>
        </message>
        <message>
            <source>The shape itself will be encoded; this picture was drawn of it.</source>
            <translation>将直接对形状编码；此图是由它绘制的。</translation>
        </message>
        <message>
            <source>Object {number} of {count}; N takes the next.</source>
            <translation>第 {number} 个物体，共 {count} 个；按 N 选下一个。</translation>
        </message>
        <message>
            <source>Object found</source>
            <translation>已找到物体</translation>
        </message>
        <message>
            <source>No mask</source>
            <translation>无掩膜</translation>
        </message>
        <message>
            <source>Object {number} of {count}</source>
            <translation>第 {number} 个物体，共 {count} 个</translation>
        </message>
        <message>
            <source>Doubtful outline</source>
            <translation>轮廓不太可靠</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>封闭</translation>
        </message>
        <message>
            <source>One piece</source>
            <translation>单一部分</translation>
        </message>
        <message>
            <source>Outside is outside</source>
            <translation>朝向一致</translation>
        </message>
        <message>
            <source>Thinnest wall</source>
            <translation>最薄壁厚</translation>
        </message>
        <message>
            <source>Whether the surface encloses a solid without holes, as printing needs.</source>
            <translation>表面是否无孔洞地围成实体，3D 打印需要如此。</translation>
        </message>
        <message>
            <source>Whether everything hangs together.</source>
            <translation>是否全部连成一体。</translation>
        </message>
        <message>
            <source>Whether all triangles face outward, so that inside and outside are clear.</source>
            <translation>所有三角面是否朝外，使内外分明。</translation>
        </message>
        <message>
            <source>98 % of the surface is over matter thicker than this, at the size below.</source>
            <translation>按下方尺寸，98 % 的表面处壁厚大于此值。</translation>
        </message>
        <message>
            <source>How many triangles the surface has.</source>
            <translation>表面的三角面数量。</translation>
        </message>
        <message>
            <source>Width × height × depth, at the size below.</source>
            <translation>宽 × 高 × 深，按下方尺寸。</translation>
        </message>
        <message>
            <source>Repair removes specks; or keep the largest piece.</source>
            <translation>修复可去除碎屑；也可仅保留最大部分。</translation>
        </message>
        <message>
            <source>Thin to print. From {size:,} mm on it is {wall:g} mm.</source>
            <translation>打印偏薄。尺寸达到 {size:,} mm 时壁厚为 {wall:g} mm。</translation>
        </message>
        <message>
            <source>Repaired: {what}.</source>
            <translation>已修复：{what}。</translation>
        </message>
        <message>
            <source>tangled</source>
            <translation>交缠</translation>
        </message>
        <message>
            <source>Repair mends it.</source>
            <translation>可用“修复”修补。</translation>
        </message>
        <message>
            <source>A hollow inside is closed off: resin and powder would stay in it.</source>
            <translation>内部有封闭空腔：树脂或粉末会残留其中。</translation>
        </message>
        <message>
            <source>{count} pieces</source>
            <translation>{count} 个部分</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>Repair turns it the right way.</source>
            <translation>修复可将其翻转到正确方向。</translation>
        </message>
        <message>
            <source>It could not be mended, so it was made anew from voxels; fine detail is lost.</source>
            <translation>无法修补，已由体素重新生成；细节有所损失。</translation>
        </message>
        <message>
            <source>Nothing needed mending.</source>
            <translation>无需修补。</translation>
        </message>
        <message>
            <source>open</source>
            <translation>未封闭</translation>
        </message>
        <message>
            <source>Too few faces for this shape: allow more.</source>
            <translation>面数对此形状过少，请放宽上限。</translation>
        </message>
        <message>
            <source>1 hole</source>
            <translation>1 个孔洞</translation>
        </message>
        <message>
            <source>{count} holes</source>
            <translation>{count} 个孔洞</translation>
        </message>
        <message>
            <source>Repair closes it.</source>
            <translation>修复可将其封闭。</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>with {count} hollow</source>
            <translation>含 {count} 个空腔</translation>
        </message>
        <message>
            <source>Heavy for other programs: set a budget below.</source>
            <translation>对其他程序负担较重：请在下方设定面数上限。</translation>
        </message>
        <message>
            <source>closed 1 hole</source>
            <translation>封闭 1 个孔洞</translation>
        </message>
        <message>
            <source>closed {count:,} holes</source>
            <translation>封闭 {count:,} 个孔洞</translation>
        </message>
        <message>
            <source>removed 1 speck</source>
            <translation>去除 1 个碎屑</translation>
        </message>
        <message>
            <source>removed {count:,} specks</source>
            <translation>去除 {count:,} 个碎屑</translation>
        </message>
        <message>
            <source>turned 1 face</source>
            <translation>翻转 1 个面</translation>
        </message>
        <message>
            <source>turned {count:,} faces</source>
            <translation>翻转 {count:,} 个面</translation>
        </message>
        <message>
            <source>merged 1 double vertex</source>
            <translation>合并 1 个重复顶点</translation>
        </message>
        <message>
            <source>merged {count:,} vertices</source>
            <translation>合并 {count:,} 个顶点</translation>
        </message>
        <message>
            <source>dropped 1 useless face</source>
            <translation>去除 1 个无效面</translation>
        </message>
        <message>
            <source>dropped {count:,} faces</source>
            <translation>去除 {count:,} 个面</translation>
        </message>
        <message>
            <source>Global</source>
            <translation>整体</translation>
        </message>
        <message>
            <source>width</source>
            <translation>宽</translation>
        </message>
        <message>
            <source>height</source>
            <translation>高</translation>
        </message>
        <message>
            <source>depth</source>
            <translation>深</translation>
        </message>
        <message>
            <source>bulk</source>
            <translation>体量</translation>
        </message>
        <message>
            <source>open below</source>
            <translation>下方镂空</translation>
        </message>
        <message>
            <source>tall back</source>
            <translation>高靠背</translation>
        </message>
        <message>
            <source>raised sides</source>
            <translation>两侧升起</translation>
        </message>
        <message>
            <source>{chosen} measures several photographs of one object. This is one photograph, so {instead} makes its shape.</source>
            <translation>{chosen} 需要同一物体的多张照片。这里只有一张照片，因此由 {instead} 生成形状。</translation>
        </message>
        <message>
            <source>{hours:.1f} hours on {device}</source>
            <translation>在 {device} 上 {hours:.1f} 小时</translation>
        </message>
        <message>
            <source>{count:,} shapes ({sources})</source>
            <translation>{count:,} 个形状（{sources}）</translation>
        </message>
        <message>
            <source>{count} numbers</source>
            <translation>{count} 个数</translation>
        </message>
        <message>
            <source>Kinds told apart by code</source>
            <translation>按编码分辨种类</translation>
        </message>
        <message>
            <source>Like found among like (mAP)</source>
            <translation>同类检索 (mAP)</translation>
        </message>
        <message>
            <source>A shape from its own code (IoU)</source>
            <translation>由自身编码还原 (IoU)</translation>
        </message>
        <message>
            <source>Near codes, alike shapes</source>
            <translation>编码相近则形状相似</translation>
        </message>
        <message>
            <source>In one piece on the way</source>
            <translation>途中形状为一整块</translation>
        </message>
        <message>
            <source>A shape from a photograph (IoU)</source>
            <translation>由照片得到的形状 (IoU)</translation>
        </message>
        <message>
            <source>{count} sources</source>
            <translation>{count} 个来源</translation>
        </message>
        <message>
            <source>, {count:,} pictures</source>
            <translation>，{count:,} 张图片</translation>
        </message>
        <message>
            <source>{code}; the photograph's detail rides along</source>
            <translation>{code}；照片的细节随之保留</translation>
        </message>
        <message>
            <source>Local {number}</source>
            <translation>局部 {number}</translation>
        </message>
        <message>
            <source>{value} (published {other})</source>
            <translation>{value}（论文 {other}）</translation>
        </message>
        <message>
            <source>The side of the bounding box</source>
            <translation>包围盒的边长</translation>
        </message>
        <message>
            <source>IoU</source>
            <translation>IoU</translation>
        </message>
        <message>
            <source>Chamfer, mm</source>
            <translation>倒角距离，mm</translation>
        </message>
        <message>
            <source>Width, mm</source>
            <translation>宽，mm</translation>
        </message>
        <message>
            <source>Height, mm</source>
            <translation>高，mm</translation>
        </message>
        <message>
            <source>Depth, mm</source>
            <translation>深，mm</translation>
        </message>
        <message>
            <source>Watertight</source>
            <translation>水密</translation>
        </message>
        <message>
            <source>Volume, cm³</source>
            <translation>体积，cm³</translation>
        </message>
        <message>
            <source>Volume in common with the live shape over the volume of both, at 64³; 1 is the same</source>
            <translation>与当前形状的交集体积除以并集体积，按 64³ 计；1 表示相同</translation>
        </message>
        <message>
            <source>Mean distance between the two surfaces, both ways</source>
            <translation>两个表面之间的双向平均距离</translation>
        </message>
        <message>
            <source>Triangles</source>
            <translation>三角面</translation>
        </message>
        <message>
            <source>Whether the surface is closed</source>
            <translation>表面是否封闭</translation>
        </message>
        <message>
            <source>What the surface encloses</source>
            <translation>表面围成的体积</translation>
        </message>
        <message>
            <source>Photograph {number} of {count}</source>
            <translation>照片 {number} / {count}</translation>
        </message>
        <message>
            <source>The shape's outline fits with IoU {share}</source>
            <translation>形状轮廓的吻合度 IoU 为 {share}</translation>
        </message>
        <message>
            <source>Left out: {names}</source>
            <translation>未使用：{names}</translation>
        </message>
        <message>
            <source>bathtub</source>
            <translation>浴缸</translation>
        </message>
        <message>
            <source>bed</source>
            <translation>床</translation>
        </message>
        <message>
            <source>chair</source>
            <translation>椅子</translation>
        </message>
        <message>
            <source>desk</source>
            <translation>书桌</translation>
        </message>
        <message>
            <source>dresser</source>
            <translation>梳妆柜</translation>
        </message>
        <message>
            <source>monitor</source>
            <translation>显示器</translation>
        </message>
        <message>
            <source>night stand</source>
            <translation>床头柜</translation>
        </message>
        <message>
            <source>sofa</source>
            <translation>沙发</translation>
        </message>
        <message>
            <source>table</source>
            <translation>桌子</translation>
        </message>
        <message>
            <source>toilet</source>
            <translation>马桶</translation>
        </message>
        <message>
            <source>lamp</source>
            <translation>灯</translation>
        </message>
        <message>
            <source>other</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>plant</source>
            <translation>植物</translation>
        </message>
        <message>
            <source>storage</source>
            <translation>储物柜</translation>
        </message>
        <message>
            <source>vehicle</source>
            <translation>车辆</translation>
        </message>
        <message>
            <source>vessel</source>
            <translation>器皿</translation>
        </message>
        <message>
            <source>two</source>
            <translation>两</translation>
        </message>
        <message>
            <source>three</source>
            <translation>三</translation>
        </message>
        <message>
            <source>four</source>
            <translation>四</translation>
        </message>
        <message>
            <source>five</source>
            <translation>五</translation>
        </message>
        <message>
            <source>{number} pieces</source>
            <translation>{number}块</translation>
        </message>
        <message>
            <source>Not measured</source>
            <translation>未测量</translation>
        </message>
        <message>
            <source>Sound mesh</source>
            <translation>网格完好</translation>
        </message>
        <message>
            <source>In pieces</source>
            <translation>分成几块</translation>
        </message>
        <message>
            <source>Mesh not sound</source>
            <translation>网格有缺陷</translation>
        </message>
        <message>
            <source>Measuring</source>
            <translation>正在测量</translation>
        </message>
        <message>
            <source>The shape is being compared with the photograph.</source>
            <translation>正在将形状与照片比对。</translation>
        </message>
        <message>
            <source>Hidden side uncertain</source>
            <translation>背面不确定</translation>
        </message>
        <message>
            <source>The outline does not fit the photograph's. Mend the mask, or take another photograph of the object alone, before a plain ground.</source>
            <translation>轮廓与照片不符。请修正蒙版，或在素色背景前只拍该物体再拍一张。</translation>
        </message>
        <message>
            <source>What the photograph does not show may well be wrong here. A photograph from another angle would help, or a dozen from all sides.</source>
            <translation>照片未显示的部分很可能有误。从另一角度再拍一张会有帮助，或环绕一周拍十几张。</translation>
        </message>
        <message>
            <source>unlike any known shape</source>
            <translation>不像任何已知形状</translation>
        </message>
        <message>
            <source>Of the {count} nearest known shapes, {most} are of the class {name}.</source>
            <translation>最近的 {count} 个已知形状中，{most} 个属于“{name}”类。</translation>
        </message>
        <message>
            <source>A tenth of a sigma along the strongest direction changes {share:.1%} of the voxels.</source>
            <translation>沿最强方向走十分之一 σ，改变 {share:.1%} 的体素。</translation>
        </message>
        <message>
            <source>It changes evenly: the largest step is {largest:.0%} of the shape.</source>
            <translation>变化均匀：最大一步为形状的 {largest:.0%}。</translation>
        </message>
        <message>
            <source>It jumps: the largest step is {largest:.0%} of the shape, the mean {mean:.0%}.</source>
            <translation>有跳变：最大一步为形状的 {largest:.0%}，平均 {mean:.0%}。</translation>
        </message>
        <message>
            <source>All {count} shapes on the way are closed and, but for crumbs, in one piece.</source>
            <translation>途中 {count} 个形状都封闭，除碎屑外都是一整块。</translation>
        </message>
        <message>
            <source>No blend of two ghosts: {share:.0%} of its voxels are undecided, {ends:.0%} at the ends.</source>
            <translation>不是两个虚影的叠加：{share:.0%} 的体素未定，两端为 {ends:.0%}。</translation>
        </message>
        <message>
            <source>Partly a blend of two ghosts: {share:.0%} of its voxels are undecided, {ends:.0%} at the ends.</source>
            <translation>部分是两个虚影的叠加：{share:.0%} 的体素未定，两端为 {ends:.0%}。</translation>
        </message>
        <message>
            <source>.</source>
            <translation>。</translation>
        </message>
        <message>
            <source>The shape is being measured.</source>
            <translation>正在测量形状。</translation>
        </message>
        <message>
            <source>The shape is empty.</source>
            <translation>形状为空。</translation>
        </message>
        <message>
            <source>one piece</source>
            <translation>一整块</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>封闭</translation>
        </message>
        <message>
            <source>not closed</source>
            <translation>未封闭</translation>
        </message>
        <message>
            <source>Being compared</source>
            <translation>正在比对</translation>
        </message>
        <message>
            <source>its outline fits the photograph's by {share:.0%}</source>
            <translation>轮廓与照片的吻合度为 {share:.0%}</translation>
        </message>
        <message>
            <source>about {share:.0%} of its volume is expected to be right</source>
            <translation>预计约 {share:.0%} 的体积正确</translation>
        </message>
        <message>
            <source>what the photograph does not show is a guess</source>
            <translation>照片未显示的部分是推测</translation>
        </message>
        <message>
            <source>Unlike the photograph</source>
            <translation>不像照片</translation>
        </message>
        <message>
            <source>Roughly like the photograph</source>
            <translation>大致像照片</translation>
        </message>
        <message>
            <source>Like the photograph</source>
            <translation>像照片</translation>
        </message>
        <message>
            <source>Outline fits</source>
            <translation>轮廓吻合</translation>
        </message>
        <message>
            <source>like a known shape</source>
            <translation>像已知形状</translation>
        </message>
        <message>
            <source>a little unlike the known shapes</source>
            <translation>与已知形状略有不同</translation>
        </message>
        <message>
            <source>This method has no map of known shapes yet.</source>
            <translation>此方法还没有已知形状的地图。</translation>
        </message>
        <message>
            <source>Both ends are the same shape.</source>
            <translation>两端是同一个形状。</translation>
        </message>
        <message>
            <source>{broken} of {count} shapes on the way are in several pieces.</source>
            <translation>途中 {count} 个形状里有 {broken} 个分成几块。</translation>
        </message>
        <message>
            <source>In one piece but for crumbs; {hollow} of {count} have a closed hollow inside.</source>
            <translation>除碎屑外都是一整块；{count} 个里有 {hollow} 个内有封闭空腔。</translation>
        </message>
        <message>
            <source>; </source>
            <translation>；</translation>
        </message>
        <message>
            <source>{spent}, about {left} left</source>
            <translation>{spent}，还剩约 {left}</translation>
        </message>
        <message>
            <source>{count} min</source>
            <translation>{count} 分钟</translation>
        </message>
        <message>
            <source>By the last time, it takes about {time} here.</source>
            <translation>按上次的情况，大约需要 {time}。</translation>
        </message>
        <message>
            <source>{seconds:.1f} s</source>
            <translation>{seconds:.1f} 秒</translation>
        </message>
        <message>
            <source>{count} s</source>
            <translation>{count} 秒</translation>
        </message>
        <message>
            <source>How long it takes here is not known yet; many photographs take minutes.</source>
            <translation>在本机上需要多久尚不清楚；照片多时需要几分钟。</translation>
        </message>
        <message>
            <source>What would help</source>
            <translation>如何改进</translation>
        </message>
        <message>
            <source>Mend the mask</source>
            <translation>修整蒙版</translation>
        </message>
        <message>
            <source>Other guesses</source>
            <translation>其他猜测</translation>
        </message>
        <message>
            <source>{word}: {why}</source>
            <translation>{word}：{why}</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>正在绘制</translation>
        </message>
        <message>
            <source>Writing</source>
            <translation>正在写入</translation>
        </message>
        <message>
            <source>Saved as {path}</source>
            <translation>已保存为 {path}</translation>
        </message>
        <message>
            <source>Screenshot</source>
            <translation>截图</translation>
        </message>
        <message>
            <source>Transparent background</source>
            <translation>透明背景</translation>
        </message>
        <message>
            <source>Save…</source>
            <translation>保存…</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Another size</source>
            <translation>其他尺寸</translation>
        </message>
        <message>
            <source>Save the screenshot</source>
            <translation>保存截图</translation>
        </message>
        <message>
            <source>Copy the screenshot</source>
            <translation>复制截图</translation>
        </message>
        <message>
            <source>Turntable film</source>
            <translation>旋转展示影片</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>Save the film</source>
            <translation>保存影片</translation>
        </message>
        <message>
            <source>Film {name}</source>
            <translation>录制 {name}</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽度</translation>
        </message>
        <message>
            <source>Height</source>
            <translation>高度</translation>
        </message>
        <message>
            <source>As in the window</source>
            <translation>与窗口一致</translation>
        </message>
        <message>
            <source>MP4 needs the package av: pip install 'shapewright[video]'</source>
            <translation>MP4 需要 av 包：pip install 'shapewright[video]'</translation>
        </message>
        <message>
            <source>One turn takes</source>
            <translation>每转一圈</translation>
        </message>
        <message>
            <source>{name} in 3D</source>
            <translation>{name} 三维</translation>
        </message>
        <message>
            <source>Plays everywhere</source>
            <translation>到处都能播放</translation>
        </message>
        <message>
            <source>Sharper and smaller</source>
            <translation>更清晰、更小</translation>
        </message>
        <message>
            <source>Pixels high</source>
            <translation>像素高度</translation>
        </message>
        <message>
            <source>{azimuth:.0f}° around, {elevation:.0f}° up: {bits:,.0f} bits</source>
            <translation>方位 {azimuth:.0f}°，仰角 {elevation:.0f}°：{bits:,.0f} 比特</translation>
        </message>
        <message>
            <source>What other views would tell</source>
            <translation>其他视角能说明多少</translation>
        </message>
        <message>
            <source>Seen from above, the front below: the larger a dot, the more it tells</source>
            <translation>俯视图，正面在下：点越大，该视角能说明的越多</translation>
        </message>
        <message>
            <source>How far the photographs agree; {share:.0%} of the surface is in none</source>
            <translation>各张照片的一致程度；{share:.0%} 的表面不在任何照片中</translation>
        </message>
        <message>
            <source>Guessed · unsure</source>
            <translation>猜测 · 不确定</translation>
        </message>
        <message>
            <source>Sure</source>
            <translation>确定</translation>
        </message>
        <message>
            <source>Guessed</source>
            <translation>猜测</translation>
        </message>
        <message>
            <source>Distance to {name}, from {low} to {high} mm</source>
            <translation>到 {name} 的距离，{low} 至 {high} mm</translation>
        </message>
        <message>
            <source>−{number} inside</source>
            <translation>−{number} 内侧</translation>
        </message>
        <message>
            <source>+{number} outside</source>
            <translation>+{number} 外侧</translation>
        </message>
        <message>
            <source>the front</source>
            <translation>正面</translation>
        </message>
        <message>
            <source>the front right</source>
            <translation>右前方</translation>
        </message>
        <message>
            <source>the right</source>
            <translation>右侧</translation>
        </message>
        <message>
            <source>the back right</source>
            <translation>右后方</translation>
        </message>
        <message>
            <source>the back</source>
            <translation>背面</translation>
        </message>
        <message>
            <source>the back left</source>
            <translation>左后方</translation>
        </message>
        <message>
            <source>the left</source>
            <translation>左侧</translation>
        </message>
        <message>
            <source>the front left</source>
            <translation>左前方</translation>
        </message>
        <message>
            <source>One more photograph from {side} would help most.</source>
            <translation>从{side}再拍一张照片最有帮助。</translation>
        </message>
        <message>
            <source>One more photograph from straight above would help most.</source>
            <translation>从正上方再拍一张照片最有帮助。</translation>
        </message>
        <message>
            <source>One more photograph from straight below would help most.</source>
            <translation>从正下方再拍一张照片最有帮助。</translation>
        </message>
        <message>
            <source>One more photograph from {side}, from above, would help most.</source>
            <translation>从{side}的上方再拍一张照片最有帮助。</translation>
        </message>
        <message>
            <source>One more photograph from {side}, from below, would help most.</source>
            <translation>从{side}的下方再拍一张照片最有帮助。</translation>
        </message>
        <message>
            <source>Look from there</source>
            <translation>从那里看</translation>
        </message>
        <message>
            <source>Put away</source>
            <translation>收起</translation>
        </message>
        <message>
            <source>Next best view</source>
            <translation>下一个最佳视角</translation>
        </message>
        <message>
            <source>{seen:.0%} of the surface was seen: {kind}, {chance:.0%}.</source>
            <translation>看到了 {seen:.0%} 的表面：{kind}，{chance:.0%}。</translation>
        </message>
        <message>
            <source>The next view that tells most: {azimuth:.0f}° around, {elevation:.0f}° up.</source>
            <translation>信息最多的下一个视角：方位 {azimuth:.0f}°，仰角 {elevation:.0f}°。</translation>
        </message>
        <message>
            <source>Show the live shape or the chosen one  Tab</source>
            <translation>显示当前形状或所选形状  Tab</translation>
        </message>
        <message>
            <source>Choose what is shown here</source>
            <translation>选择此处显示的内容</translation>
        </message>
        <message>
            <source>How many views</source>
            <translation>视图数量</translation>
        </message>
        <message>
            <source>One, two or four views  Alt+1  Alt+2  Alt+4</source>
            <translation>一个、两个或四个视图  Alt+1  Alt+2  Alt+4</translation>
        </message>
        <message>
            <source>The surface</source>
            <translation>表面</translation>
        </message>
        <message>
            <source>Voxels</source>
            <translation>体素</translation>
        </message>
        <message>
            <source>The grid</source>
            <translation>体素栅格</translation>
        </message>
        <message>
            <source>Points</source>
            <translation>点云</translation>
        </message>
        <message>
            <source>Points on the surface</source>
            <translation>表面上的点</translation>
        </message>
        <message>
            <source>Smooth shading</source>
            <translation>平滑着色</translation>
        </message>
        <message>
            <source>Flat</source>
            <translation>平直</translation>
        </message>
        <message>
            <source>Flat shading</source>
            <translation>平直着色</translation>
        </message>
        <message>
            <source>Wire</source>
            <translation>线框</translation>
        </message>
        <message>
            <source>The triangles  W</source>
            <translation>三角面  W</translation>
        </message>
        <message>
            <source>Normals</source>
            <translation>法线</translation>
        </message>
        <message>
            <source>Normals as colours</source>
            <translation>用颜色表示法线</translation>
        </message>
        <message>
            <source>X-ray</source>
            <translation>透视</translation>
        </message>
        <message>
            <source>See through the surface</source>
            <translation>透过表面观察</translation>
        </message>
        <message>
            <source>How sure the surface is  Shift+K</source>
            <translation>表面的确定程度  Shift+K</translation>
        </message>
        <message>
            <source>Cut</source>
            <translation>剖切</translation>
        </message>
        <message>
            <source>Where the cut is</source>
            <translation>剖切位置</translation>
        </message>
        <message>
            <source>Ruler</source>
            <translation>标尺</translation>
        </message>
        <message>
            <source>The longest side is {size} mm, as for export</source>
            <translation>最长边为 {size} mm，与导出一致</translation>
        </message>
        <message>
            <source>Photograph over the shape</source>
            <translation>照片叠加在形状上</translation>
        </message>
        <message>
            <source>Opacity of the photograph</source>
            <translation>照片不透明度</translation>
        </message>
        <message>
            <source>From the shape to the photograph</source>
            <translation>从形状到照片</translation>
        </message>
        <message>
            <source>Back to the photograph</source>
            <translation>回到照片视角</translation>
        </message>
        <message>
            <source>How well the shape's silhouette, seen from the estimated camera, fills the mask</source>
            <translation>从估计的相机看，形状轮廓与掩膜的吻合程度</translation>
        </message>
        <message>
            <source>Show the other side</source>
            <translation>显示另一侧</translation>
        </message>
        <message>
            <source>IoU {share}</source>
            <translation>IoU {share}</translation>
        </message>
        <message>
            <source>From side to side</source>
            <translation>左右方向</translation>
        </message>
        <message>
            <source>From bottom to top</source>
            <translation>上下方向</translation>
        </message>
        <message>
            <source>From back to front</source>
            <translation>前后方向</translation>
        </message>
        <message>
            <source>Click the second point</source>
            <translation>单击第二个点</translation>
        </message>
        <message>
            <source>Click two points on the shape</source>
            <translation>在形状上单击两个点</translation>
        </message>
        <message>
            <source>Live, against {name}</source>
            <translation>当前形状，对比 {name}</translation>
        </message>
        <message>
            <source>Take a snapshot first</source>
            <translation>请先拍摄快照</translation>
        </message>
        <message>
            <source>View options</source>
            <translation>视图选项</translation>
        </message>
        <message>
            <source>Field of view</source>
            <translation>视场角</translation>
        </message>
        <message>
            <source>From flat, as through a long lens, to wide</source>
            <translation>从长焦般平直到广角</translation>
        </message>
        <message>
            <source>Background</source>
            <translation>背景</translation>
        </message>
        <message>
            <source>Turning</source>
            <translation>旋转方式</translation>
        </message>
        <message>
            <source>Studio</source>
            <translation>影棚</translation>
        </message>
        <message>
            <source>A soft light behind the shape</source>
            <translation>形状后的柔光</translation>
        </message>
        <message>
            <source>Plain</source>
            <translation>纯色</translation>
        </message>
        <message>
            <source>One colour</source>
            <translation>单一颜色</translation>
        </message>
        <message>
            <source>Dark, also in the light theme</source>
            <translation>深色，浅色主题下也是</translation>
        </message>
        <message>
            <source>Turntable</source>
            <translation>转台</translation>
        </message>
        <message>
            <source>Up stays up</source>
            <translation>上方始终朝上</translation>
        </message>
        <message>
            <source>Trackball</source>
            <translation>轨迹球</translation>
        </message>
        <message>
            <source>Turns freely, as a ball under the hand</source>
            <translation>自由旋转，如手下的球</translation>
        </message>
        <message>
            <source>Look from the front</source>
            <translation>从正面看</translation>
        </message>
        <message>
            <source>Look from the back</source>
            <translation>从背面看</translation>
        </message>
        <message>
            <source>Look from the left</source>
            <translation>从左侧看</translation>
        </message>
        <message>
            <source>Look from the right</source>
            <translation>从右侧看</translation>
        </message>
        <message>
            <source>Look from the top</source>
            <translation>从上方看</translation>
        </message>
        <message>
            <source>Look from below</source>
            <translation>从下方看</translation>
        </message>
        <message>
            <source>3D view</source>
            <translation>三维视图</translation>
        </message>
        <message>
            <source>The shape. Drag or use the arrow keys to turn it.</source>
            <translation>形状。拖动或用方向键旋转。</translation>
        </message>
        <message>
            <source>Map of known shapes</source>
            <translation>已知形状的地图</translation>
        </message>
        <message>
            <source>New name</source>
            <translation>新名称</translation>
        </message>
        <message>
            <source>There is nothing to see here yet</source>
            <translation>这里暂时没有可显示的内容</translation>
        </message>
        <message>
            <source>Height of the panel below</source>
            <translation>下方面板的高度</translation>
        </message>
        <message>
            <source>Drag to change the height; double-click to reset</source>
            <translation>拖动可调整高度，双击恢复</translation>
        </message>
        <message>
            <source>Width of the column</source>
            <translation>侧栏宽度</translation>
        </message>
        <message>
            <source>Drag to change the width; double-click to reset</source>
            <translation>拖动可改变宽度；双击恢复</translation>
        </message>
        <message>
            <source>Tools</source>
            <translation>工具</translation>
        </message>
        <message>
            <source>Dropped image</source>
            <translation>拖入的图像</translation>
        </message>
        <message>
            <source>There is no image on the clipboard. Copy one first.</source>
            <translation>剪贴板上没有图像，请先复制一张。</translation>
        </message>
        <message>
            <source>Pasted image</source>
            <translation>粘贴的图像</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>确定</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新建</translation>
        </message>
        <message>
            <source>Open photographs of one object…</source>
            <translation>打开同一物体的照片…</translation>
        </message>
        <message>
            <source>Open recent</source>
            <translation>打开最近的项目</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Reconstruct a folder…</source>
            <translation>重建文件夹…</translation>
        </message>
        <message>
            <source>Paste image</source>
            <translation>粘贴图像</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Edit</source>
            <translation>编辑</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Remove image</source>
            <translation>移除图像</translation>
        </message>
        <message>
            <source>Rename…</source>
            <translation>重命名…</translation>
        </message>
        <message>
            <source>Move image up</source>
            <translation>上移图像</translation>
        </message>
        <message>
            <source>Move image down</source>
            <translation>下移图像</translation>
        </message>
        <message>
            <source>Preferences…</source>
            <translation>首选项…</translation>
        </message>
        <message>
            <source>Choose the method…</source>
            <translation>选择方法…</translation>
        </message>
        <message>
            <source>Several plausible shapes</source>
            <translation>几种可能的形状</translation>
        </message>
        <message>
            <source>Complete what cannot be seen from here</source>
            <translation>补全从此处看不到的部分</translation>
        </message>
        <message>
            <source>Path between two shapes</source>
            <translation>两个形状之间的路径</translation>
        </message>
        <message>
            <source>Turn about X</source>
            <translation>绕 X 轴旋转</translation>
        </message>
        <message>
            <source>Turn about Y</source>
            <translation>绕 Y 轴旋转</translation>
        </message>
        <message>
            <source>Turn about Z</source>
            <translation>绕 Z 轴旋转</translation>
        </message>
        <message>
            <source>Mask</source>
            <translation>掩膜</translation>
        </message>
        <message>
            <source>Mask brush</source>
            <translation>掩膜画笔</translation>
        </message>
        <message>
            <source>Mask eraser</source>
            <translation>掩膜橡皮</translation>
        </message>
        <message>
            <source>Fill a hole or remove an island</source>
            <translation>填充孔洞或移除孤岛</translation>
        </message>
        <message>
            <source>Find the object in a box</source>
            <translation>在框内查找物体</translation>
        </message>
        <message>
            <source>Crop the photograph</source>
            <translation>裁剪照片</translation>
        </message>
        <message>
            <source>Swap brush and eraser</source>
            <translation>切换画笔与橡皮</translation>
        </message>
        <message>
            <source>Smaller brush</source>
            <translation>缩小画笔</translation>
        </message>
        <message>
            <source>Larger brush</source>
            <translation>放大画笔</translation>
        </message>
        <message>
            <source>Fill all holes</source>
            <translation>填充所有孔洞</translation>
        </message>
        <message>
            <source>Invert the mask</source>
            <translation>反转掩膜</translation>
        </message>
        <message>
            <source>Grow the mask</source>
            <translation>扩张掩膜</translation>
        </message>
        <message>
            <source>Shrink the mask</source>
            <translation>收缩掩膜</translation>
        </message>
        <message>
            <source>Reset to the mask that was found</source>
            <translation>恢复最初找到的掩膜</translation>
        </message>
        <message>
            <source>Take the next object</source>
            <translation>选下一个物体</translation>
        </message>
        <message>
            <source>Find the object by its colours</source>
            <translation>按颜色查找物体</translation>
        </message>
        <message>
            <source>Find the object by the shapes the method knows</source>
            <translation>按所选方法已知的形状查找物体</translation>
        </message>
        <message>
            <source>One object with the image above</source>
            <translation>与上方图像为同一物体</translation>
        </message>
        <message>
            <source>All images are one object</source>
            <translation>所有图像为同一物体</translation>
        </message>
        <message>
            <source>Each photograph is a shape of its own</source>
            <translation>每张照片各自成为一个形状</translation>
        </message>
        <message>
            <source>Cameras from a file…</source>
            <translation>从文件读取相机…</translation>
        </message>
        <message>
            <source>Next photograph</source>
            <translation>下一张照片</translation>
        </message>
        <message>
            <source>Previous photograph</source>
            <translation>上一张照片</translation>
        </message>
        <message>
            <source>Move the photograph forward</source>
            <translation>将照片前移</translation>
        </message>
        <message>
            <source>Move the photograph back</source>
            <translation>将照片后移</translation>
        </message>
        <message>
            <source>Take the photograph out</source>
            <translation>取出这张照片</translation>
        </message>
        <message>
            <source>Remove the photograph</source>
            <translation>删除这张照片</translation>
        </message>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Cameras of the photographs</source>
            <translation>照片的相机</translation>
        </message>
        <message>
            <source>Wireframe</source>
            <translation>线框</translation>
        </message>
        <message>
            <source>How sure the surface is</source>
            <translation>表面的确定程度</translation>
        </message>
        <message>
            <source>Colours of the photographs</source>
            <translation>照片的颜色</translation>
        </message>
        <message>
            <source>Front</source>
            <translation>正面</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>背面</translation>
        </message>
        <message>
            <source>Right</source>
            <translation>右侧</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>左侧</translation>
        </message>
        <message>
            <source>Top</source>
            <translation>顶部</translation>
        </message>
        <message>
            <source>Bottom</source>
            <translation>底部</translation>
        </message>
        <message>
            <source>Isometric</source>
            <translation>等轴测</translation>
        </message>
        <message>
            <source>Orthographic</source>
            <translation>正交投影</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>网格线</translation>
        </message>
        <message>
            <source>Axes</source>
            <translation>坐标轴</translation>
        </message>
        <message>
            <source>Bounding box</source>
            <translation>包围盒</translation>
        </message>
        <message>
            <source>Screenshot…</source>
            <translation>截图…</translation>
        </message>
        <message>
            <source>Turntable film…</source>
            <translation>旋转展示影片…</translation>
        </message>
        <message>
            <source>View options…</source>
            <translation>视图选项…</translation>
        </message>
        <message>
            <source>Look as the photograph</source>
            <translation>照片视角</translation>
        </message>
        <message>
            <source>Light as in the photograph</source>
            <translation>照片光照</translation>
        </message>
        <message>
            <source>Light or dark</source>
            <translation>浅色或深色</translation>
        </message>
        <message>
            <source>Next part of the window</source>
            <translation>窗口的下一部分</translation>
        </message>
        <message>
            <source>Reset layout</source>
            <translation>重置布局</translation>
        </message>
        <message>
            <source>Restore snapshot</source>
            <translation>恢复快照</translation>
        </message>
        <message>
            <source>Rename snapshot</source>
            <translation>重命名快照</translation>
        </message>
        <message>
            <source>Remove snapshot</source>
            <translation>移除快照</translation>
        </message>
        <message>
            <source>One view</source>
            <translation>单视图</translation>
        </message>
        <message>
            <source>Two views</source>
            <translation>双视图</translation>
        </message>
        <message>
            <source>Four views</source>
            <translation>四视图</translation>
        </message>
        <message>
            <source>Copy the numbers</source>
            <translation>复制数值</translation>
        </message>
        <message>
            <source>Copy the numbers as CSV</source>
            <translation>以 CSV 复制数值</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>Command palette…</source>
            <translation>命令面板…</translation>
        </message>
        <message>
            <source>Depth in layers, on top of the TL-embedding</source>
            <translation>基于 TL 嵌入的分层深度</translation>
        </message>
        <message>
            <source>Takes the photograph at its word: its outline, its front, and behind it where matter ends and begins again. Underneath lies the code of TL, which sliders move; the photograph's detail rides along.</source>
            <translation>忠于照片：轮廓、正面，以及其后实体何处终止、何处再起。底层是由滑块移动的 TL 编码；照片的细节随之保留。</translation>
        </message>
        <message>
            <source>What one photograph does not show is a guess: backs are smooth, and parts that are hidden may be missing.</source>
            <translation>一张照片未拍到的部分只是猜测：背面平滑，被遮挡的部分可能缺失。</translation>
        </message>
        <message>
            <source>TL-embedding with disentangled codes</source>
            <translation>TL 嵌入，编码分离</translation>
        </message>
        <message>
            <source>One code for photographs and shapes alike, in three parts: what the object is, how the camera stood and where the lamp shone. The parts can be swapped between images.</source>
            <translation>照片与形状共用一种编码，分三部分：物体是什么、相机怎样摆放、灯从哪里照来。各部分可在图像之间交换。</translation>
        </message>
        <message>
            <source>Knows furniture, toys and household things. What one photograph does not show is a guess, and fine detail is lost.</source>
            <translation>认识家具、玩具和家居物品。一张照片看不到的部分只是猜测，细节会丢失。</translation>
        </message>
        <message>
            <source>3D variational autoencoder</source>
            <translation>三维变分自编码器</translation>
        </message>
        <message>
            <source>A smooth space of shapes: halfway between two codes lies a shape again, and new ones can be drawn by lot.</source>
            <translation>平滑的形状空间：两个编码的中点仍是一个形状，也可以随机抽取新形状。</translation>
        </message>
        <message>
            <source>Knows ten kinds of furniture only, at 32³ voxels. Its codes hold no camera and no light.</source>
            <translation>只认识十种家具，分辨率为 32³ 体素。其编码不含相机和光照。</translation>
        </message>
        <message>
            <source>Variational Shape Learner, global and local codes</source>
            <translation>变分形状学习器，整体与局部编码</translation>
        </message>
        <message>
            <source>One global code for the whole and five local ones below it: the global sliders change what the shape is, the local ones its parts.</source>
            <translation>一个整体编码，其下有五个局部编码：整体滑块改变形状是什么，局部滑块改变其部分。</translation>
        </message>
        <message>
            <source>3D-VAE-GAN, trained against a discriminator</source>
            <translation>3D-VAE-GAN，与判别器对抗训练</translation>
        </message>
        <message>
            <source>Shapes that a second network has to take for real ones, decoded at 64³ voxels from a code of two hundred numbers.</source>
            <translation>生成的形状要让另一个网络信以为真；由两百个数解码为 64³ 体素。</translation>
        </message>
        <message>
            <source>Knows ten kinds of furniture only. Its codes hold no camera and no light, and it draws rather than remembers: a shape put in comes back less exactly.</source>
            <translation>只认识十种家具。其编码不含相机和光照；它更像在绘制而不是记忆：放入的形状还原得不够精确。</translation>
        </message>
        <message>
            <source>3D ShapeNets, a discrete code with labels</source>
            <translation>3D ShapeNets，带标签的离散编码</translation>
        </message>
        <message>
            <source>A code of four thousand switches that knows what kind of thing a shape is, and can complete one that was seen from a single side.</source>
            <translation>由四千个开关组成的编码，知道形状属于哪一类，并能补全只从一侧看到的形状。</translation>
        </message>
        <message>
            <source>Knows ten kinds of furniture only, at 32³ voxels. Its codes hold no camera and no light; between switches the sliders give blends.</source>
            <translation>只认识十种家具，分辨率为 32³ 体素。其编码不含相机和光照；开关之间的滑块位置给出的是混合。</translation>
        </message>
        <message>
            <source>3D-R2N2, a recurrent network for several views</source>
            <translation>3D-R2N2：用于多张照片的循环网络</translation>
        </message>
        <message>
            <source>Is told one photograph after another: each one changes the shape where it shows something new. Made for one to eight photographs of one object, whose cameras nobody knows.</source>
            <translation>逐张读取照片：每张照片只在显示新内容之处改变形状。适用于同一物体的一到八张相机未知的照片。</translation>
        </message>
        <message>
            <source>The order of the photographs matters, and the last one counts most. Writes 32³ voxels. Its codes hold no camera and no light.</source>
            <translation>照片的顺序会影响结果，最后一张影响最大。输出 32³ 体素。其编码不含相机和光照。</translation>
        </message>
        <message>
            <source>Visual hull, carved from silhouettes</source>
            <translation>由轮廓雕刻出的可视外壳</translation>
        </message>
        <message>
            <source>Cuts away whatever lies outside the object's outline in any photograph. Nothing is learned, so it works for any object, in seconds.</source>
            <translation>切除在任一照片中位于物体轮廓之外的部分。无需学习，因此适用于任何物体，只需数秒。</translation>
        </message>
        <message>
            <source>Needs several photographs from all sides. Hollows that no outline shows stay filled, and a measured shape has no sliders.</source>
            <translation>需要从各个方向拍摄的多张照片。轮廓看不到的凹陷仍是实心的，而且测量得到的形状没有滑块。</translation>
        </message>
        <message>
            <source>Surface measured in photographs</source>
            <translation>从照片中测量的表面</translation>
        </message>
        <message>
            <source>Finds how far away every part of the object is by comparing neighbouring photographs, and joins it with the outlines into one closed surface, hollows and colours included. Works for any object, in minutes.</source>
            <translation>通过比较相邻照片求出物体各部分的远近，并与轮廓合成一个封闭的表面，包括凹陷和颜色。适用于任何物体，只需几分钟。</translation>
        </message>
        <message>
            <source>Needs a dozen photographs or more from all sides. What no photograph shows is guessed from the outlines, and a measured shape has no sliders.</source>
            <translation>需要从各个方向拍摄的十几张或更多照片。照片中没有的部分由轮廓猜测，而且测量得到的形状没有滑块。</translation>
        </message>
        <message>
            <source>Loading the method</source>
            <translation>正在加载方法</translation>
        </message>
        <message>
            <source>Reading</source>
            <translation>正在读取</translation>
        </message>
        <message>
            <source>Placing the cameras</source>
            <translation>正在确定相机位置</translation>
        </message>
        <message>
            <source>Preparing the photographs</source>
            <translation>正在准备照片</translation>
        </message>
        <message>
            <source>Measuring the core</source>
            <translation>正在测量核心进程</translation>
        </message>
        <message>
            <source>Measuring the window</source>
            <translation>正在测量窗口</translation>
        </message>
        <message>
            <source>Measuring photographs</source>
            <translation>正在测量照片</translation>
        </message>
        <message>
            <source>Reading the shape</source>
            <translation>正在读取形状</translation>
        </message>
        <message>
            <source>Completing</source>
            <translation>正在补全</translation>
        </message>
        <message>
            <source>Building the shape</source>
            <translation>正在生成形状</translation>
        </message>
        <message>
            <source>Reading the photographs</source>
            <translation>正在读取照片</translation>
        </message>
        <message>
            <source>Encoding</source>
            <translation>正在编码</translation>
        </message>
        <message>
            <source>Drawing other shapes</source>
            <translation>正在抽取其他形状</translation>
        </message>
        <message>
            <source>Drawing shapes</source>
            <translation>正在抽取形状</translation>
        </message>
        <message>
            <source>Loading the networks</source>
            <translation>正在加载网络</translation>
        </message>
        <message>
            <source>Rendering shapes</source>
            <translation>正在渲染形状</translation>
        </message>
        <message>
            <source>Reading shapes</source>
            <translation>正在读取形状</translation>
        </message>
        <message>
            <source>Rendering</source>
            <translation>正在渲染</translation>
        </message>
        <message>
            <source>Measuring codes</source>
            <translation>正在测量潜在编码</translation>
        </message>
        <message>
            <source>Looking at the views</source>
            <translation>正在查看各视图</translation>
        </message>
        <message>
            <source>Fusing views</source>
            <translation>正在融合多个视图</translation>
        </message>
        <message>
            <source>Reconstructing</source>
            <translation>正在重建</translation>
        </message>
        <message>
            <source>Comparing with the photographs</source>
            <translation>正在与照片比较</translation>
        </message>
        <message>
            <source>Baselines</source>
            <translation>基线方法</translation>
        </message>
        <message>
            <source>Drawing test pictures</source>
            <translation>正在绘制测试图像</translation>
        </message>
        <message>
            <source>Scoring</source>
            <translation>正在评分</translation>
        </message>
        <message>
            <source>Encoding shapes</source>
            <translation>正在编码形状</translation>
        </message>
        <message>
            <source>Measuring in the input view</source>
            <translation>正在输入视角中测量</translation>
        </message>
        <message>
            <source>Filming</source>
            <translation>正在拍摄</translation>
        </message>
        <message>
            <source>Frame by frame</source>
            <translation>正在逐帧处理</translation>
        </message>
        <message>
            <source>Looking at the frames</source>
            <translation>正在查看各帧</translation>
        </message>
        <message>
            <source>Looking for holes</source>
            <translation>正在查找孔洞</translation>
        </message>
        <message>
            <source>Counting pieces</source>
            <translation>正在统计部分数</translation>
        </message>
        <message>
            <source>Testing whether it is solid</source>
            <translation>正在检查是否为实体</translation>
        </message>
        <message>
            <source>Measuring walls</source>
            <translation>正在测量壁厚</translation>
        </message>
        <message>
            <source>Measuring the difference</source>
            <translation>正在测量差异</translation>
        </message>
        <message>
            <source>Looking through the video</source>
            <translation>正在浏览视频</translation>
        </message>
        <message>
            <source>Taking frames</source>
            <translation>正在提取画面</translation>
        </message>
        <message>
            <source>Comparing the photographs</source>
            <translation>正在比较照片</translation>
        </message>
        <message>
            <source>Finding the object</source>
            <translation>正在查找物体</translation>
        </message>
        <message>
            <source>Comparing the outlines</source>
            <translation>正在比较轮廓</translation>
        </message>
        <message>
            <source>Painting the surface</source>
            <translation>正在为表面上色</translation>
        </message>
        <message>
            <source>Carving</source>
            <translation>正在雕刻</translation>
        </message>
        <message>
            <source>Finding depth</source>
            <translation>求取深度</translation>
        </message>
        <message>
            <source>Comparing with known shapes</source>
            <translation>正在与已知形状比较</translation>
        </message>
        <message>
            <source>Refining the surface</source>
            <translation>细化表面</translation>
        </message>
        <message>
            <source>Joining the depths</source>
            <translation>正在合并深度</translation>
        </message>
        <message>
            <source>Spanning the surface</source>
            <translation>正在张紧表面</translation>
        </message>
        <message>
            <source>Looking at the photographs</source>
            <translation>正在分析照片</translation>
        </message>
        <message>
            <source>Drawing it again</source>
            <translation>正在重新绘制</translation>
        </message>
        <message>
            <source>Completing what is hidden</source>
            <translation>正在补全被遮挡的部分</translation>
        </message>
        <message>
            <source>Choosing the next view</source>
            <translation>正在选择下一个视角</translation>
        </message>
        <message>
            <source>Looking around</source>
            <translation>正在查看周围</translation>
        </message>
        <message>
            <source>Judging the path</source>
            <translation>正在评价路径</translation>
        </message>
        <message>
            <source>Drawing a shape</source>
            <translation>正在抽取形状</translation>
        </message>
        <message>
            <source>Drawing the shape</source>
            <translation>正在绘制形状</translation>
        </message>
        <message>
            <source>Walking along the path</source>
            <translation>正在沿路径移动</translation>
        </message>
        <message>
            <source>Finishing</source>
            <translation>正在后处理</translation>
        </message>
        <message>
            <source>Comparing</source>
            <translation>正在比较</translation>
        </message>
        <message>
            <source>Changing the mask</source>
            <translation>正在修改掩膜</translation>
        </message>
        <message>
            <source>Finding the outline</source>
            <translation>正在查找轮廓</translation>
        </message>
        <message>
            <source>Preparing the photograph</source>
            <translation>正在准备照片</translation>
        </message>
        <message>
            <source>Warming up</source>
            <translation>正在预热</translation>
        </message>
        <message>
            <source>Making the surface</source>
            <translation>正在生成表面</translation>
        </message>
        <message>
            <source>Comparing with the photograph</source>
            <translation>正在与照片比较</translation>
        </message>
        <message>
            <source>Starting the networks</source>
            <translation>正在启动网络</translation>
        </message>
        <message>
            <source>Memory ran out: trying coarser</source>
            <translation>内存不足：改用较低分辨率</translation>
        </message>
    </context>
</TS>
